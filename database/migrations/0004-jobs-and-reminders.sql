-- Work that waits its turn, and reminders of dates by e-mail.

-- Jobs are the installation's own: their data names rows by id and holds nothing about people.
create table job (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 100),
  -- Of those that wait or run under one name and key there is one.
  key text,
  data jsonb not null default '{}',
  run_at timestamptz not null,
  attempts integer not null default 0 check (attempts >= 0),
  -- While it is worked on: by whom, and until when they may be silent before somebody else takes it up.
  holder text,
  held_until timestamptz,
  failed_at timestamptz,
  -- A code, never words: those could quote somebody's address.
  failure text,
  created_at timestamptz not null
);
create unique index job_key on job (name, key) where failed_at is null;
create index job_due on job (run_at) where failed_at is null;

alter table job enable row level security;
alter table job force row level security;
create policy job_system on job for all to cairn_system using (true) with check (true);
-- A page may ask for work in the transaction of what it changes, and sees nothing of the queue.
create policy job_add on job for insert to cairn_app
  with check (attempts = 0 and holder is null and held_until is null and failed_at is null);
grant select, insert, update, delete on job to cairn_system;
grant insert on job to cairn_app;

-- Who wants reminders for which school. It goes when the person loses access to the school.
create table reminder_choice (
  organisation_id text not null,
  school_id text not null,
  person_id text not null,
  email text not null check (length(email) between 3 and 254 and email !~ '[[:space:][:cntrl:]]'),
  -- Null until the link that was sent to the address has been used: nothing else is sent before.
  confirmed_at timestamptz,
  confirm_hash text unique,
  confirm_expires_at timestamptz,
  -- Days before a date, for example [90, 30, 7].
  lead_days jsonb not null check (jsonb_typeof(lead_days) = 'array'),
  rhythm text not null check (rhythm in ('daily', 'weekly')),
  -- Stands in every mail, in the address that stops them without signing in; it can do nothing else.
  stop_token text not null unique,
  stopped_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, person_id),
  foreign key (organisation_id, school_id) references school on delete cascade,
  foreign key (organisation_id, person_id) references membership on delete cascade
);
create index reminder_choice_person on reminder_choice (organisation_id, person_id);

-- What has been sent, or is being sent: one row for each contract, date and number of days before it. Written before the
-- mail goes out (claimed_at) and again after it has (sent_at).
create table reminder_sent (
  organisation_id text not null,
  school_id text not null,
  person_id text not null,
  contract_id text not null,
  kind text not null check (kind in ('decide-by', 'notice-deadline')),
  due_on date not null,
  lead_days integer not null check (lead_days >= 0),
  attempts integer not null default 1 check (attempts >= 1),
  -- Names the mail that it goes out in.
  mail_id text not null,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  primary key (organisation_id, school_id, person_id, contract_id, kind, due_on, lead_days),
  foreign key (organisation_id, school_id) references school on delete cascade,
  foreign key (organisation_id, person_id) references membership on delete cascade
);
create index reminder_sent_person on reminder_sent (organisation_id, person_id);

do $$
declare
  name text;
  own constant text := 'person_id = cairn_person() and organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person())';
begin
  foreach name in array array['reminder_choice', 'reminder_sent']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for all to cairn_app using (%s) with check (%s)', name || '_own', name, own, own);
    execute format('grant select, insert, update, delete on %I to cairn_app', name);
  end loop;
end $$;

-- The system finds whom to write to, and takes the links in mails, which work without signing in. It reads no address.
create policy reminder_choice_system_read on reminder_choice for select to cairn_system using (true);
create policy reminder_choice_system_edit on reminder_choice for update to cairn_system using (true) with check (true);
grant select (organisation_id, school_id, person_id, confirmed_at, confirm_hash, confirm_expires_at, stop_token, stopped_at)
  on reminder_choice to cairn_system;
grant update (confirmed_at, confirm_hash, confirm_expires_at, stopped_at, updated_at) on reminder_choice to cairn_system;
