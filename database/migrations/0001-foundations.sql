-- People, schools and their registers, with row-level security from the first table on.
-- PostgreSQL 15's subset. Two roles do all work after this file has run: cairn_app acts for one person and sees only their
-- organisations' rows; cairn_system reaches people, sessions and the list of schools, and no school's rows.
-- A school's rows are named (organisation_id, school_id, id): ids are those of the school's own file, so that two schools
-- of one organisation may both have a contract 'c1'.

do $$
begin
  create role cairn_app nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  create role cairn_system nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
exception when duplicate_object or unique_violation then null;
end $$;
-- A superuser needs no membership to act as these roles; anyone else does.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant cairn_app, cairn_system to %I', current_user);
  end if;
end $$;

-- Outside a transaction that says who it is for, this is '' or null, and no row belongs to nobody.
create function cairn_person() returns text language sql stable
  return nullif(current_setting('cairn.person', true), '');

-- People -------------------------------------------------------------------------------------------------------------

create table person (
  id text primary key,
  name text not null check (length(name) between 1 and 200),
  email text check (length(email) <= 320),
  -- Looks after the installation: gets the sign-in link that a start prints.
  is_operator boolean not null default false,
  -- Made for a visitor who looks around; removed with its example schools some days later.
  is_guest boolean not null default false,
  created_at timestamptz not null
);
create unique index person_email on person (lower(email)) where email is not null;

create table sign_in_link (
  token_hash text primary key,
  person_id text not null references person on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_link_person on sign_in_link (person_id);

create table session (
  id_hash text primary key,
  person_id text not null references person on delete cascade,
  csrf_token text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

create table organisation (
  organisation_id text primary key,
  name text not null check (length(name) between 1 and 200),
  is_example boolean not null default false,
  -- A visitor's private copy of the examples.
  is_guest boolean not null default false,
  created_at timestamptz not null
);

create table membership (
  organisation_id text not null references organisation on delete cascade,
  person_id text not null references person on delete cascade,
  role text not null check (role in ('reader', 'editor', 'administrator')),
  created_at timestamptz not null,
  primary key (organisation_id, person_id)
);
create index membership_person on membership (person_id);

-- Schools in England, from the national register's file; nobody's own data.
create table establishment (
  urn text primary key check (urn ~ '^\d{6}$'),
  name text not null,
  phase text,
  type text,
  governance text check (governance in ('maintained', 'academy')),
  pupils integer check (pupils >= 0),
  local_authority text,
  trust text,
  town text,
  postcode text,
  status text,
  opened_on date,
  closed_on date,
  as_at date
);
create index establishment_name on establishment (lower(name) text_pattern_ops);

-- Schools ------------------------------------------------------------------------------------------------------------

create table school (
  organisation_id text not null references organisation on delete cascade,
  id text not null,
  key text not null check (key ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'),
  urn text check (urn ~ '^\d{6}$'),
  name text not null check (length(name) between 1 and 200),
  phase text not null check (phase in ('nursery', 'primary', 'secondary', 'all-through', 'special', 'post-16')),
  pupils integer not null check (pupils between 0 and 1000000),
  governance text not null check (governance in ('maintained', 'academy')),
  local_authority text,
  is_example boolean not null default false,
  edition text not null,
  capital_carries_forward boolean not null default false,
  staff_days_per_term integer check (staff_days_per_term >= 0),
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, id),
  unique (organisation_id, key)
);
create index school_key on school (key);

create table contract (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  title text not null check (length(title) between 1 and 500),
  type text check (type in ('broadband', 'filtering', 'mis', 'cloud-platform', 'software', 'support', 'backup', 'phones', 'print',
    'equipment-lease', 'equipment-support', 'security', 'website', 'other')),
  supplier text,
  reference text,
  description text,
  annual_cost_pence bigint,
  total_value_pence bigint,
  starts_on date,
  ends_on date,
  notice_count integer check (notice_count >= 0),
  notice_unit text check (notice_unit in ('months', 'days')),
  renewal text check (renewal in ('none', 'by-agreement', 'automatic')),
  renewal_months integer check (renewal_months >= 0),
  extension_months integer check (extension_months >= 0),
  lead_in_days integer check (lead_in_days >= 0),
  early_termination_pence bigint,
  notice_given_on date,
  ended_on date,
  owner text,
  heading text check (heading in ('E20A', 'E20B', 'E20C', 'E20D', 'E20E', 'E20F', 'E20G')),
  notes text,
  -- Original text of values that could not be read, by field name.
  unread jsonb not null default '{}',
  entered bigint generated by default as identity,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table equipment (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('server', 'core-switch', 'access-switch', 'access-point', 'router', 'firewall', 'ups', 'desktop',
    'laptop', 'chromebook', 'tablet', 'panel', 'printer', 'phone', 'other')),
  quantity integer not null default 1 check (quantity between 1 and 100000),
  model text,
  location text,
  bought_year integer check (bought_year between 1980 and 2100),
  warranty_ends_on date,
  support_ends_on date,
  wifi_generation text check (wifi_generation in ('4', '5', '6', '6E', '7')),
  port_speed_mbps integer check (port_speed_mbps >= 0),
  centrally_managed boolean,
  on_ups boolean,
  notes text,
  unread jsonb not null default '{}',
  entered bigint generated by default as identity,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table system (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('files', 'mail', 'identity', 'mis', 'backup', 'phones', 'filtering', 'monitoring', 'firewall',
    'anti-malware', 'finance', 'safeguarding', 'print', 'cctv', 'access-control', 'catering', 'website', 'other')),
  hosting text check (hosting in ('on-site', 'cloud', 'hosted-elsewhere')),
  product text,
  users integer check (users >= 0),
  contract_id text,
  equipment_id text,
  backup_copies integer check (backup_copies >= 0),
  backup_devices integer check (backup_devices >= 0),
  backup_off_site boolean,
  backup_immutable boolean,
  restore_tested_on date,
  notes text,
  unread jsonb not null default '{}',
  entered bigint generated by default as identity,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade,
  foreign key (organisation_id, school_id, contract_id) references contract on delete set null (contract_id),
  foreign key (organisation_id, school_id, equipment_id) references equipment on delete set null (equipment_id)
);
create index system_contract on system (organisation_id, school_id, contract_id);
create index system_equipment on system (organisation_id, school_id, equipment_id);

create table connection (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  name text not null check (length(name) between 1 and 200),
  role text not null default 'main' check (role in ('main', 'backup')),
  technology text check (technology in ('adsl', 'fttc', 'cable', 'fttp', 'leased-line', 'mobile', 'satellite')),
  down_mbps integer check (down_mbps >= 0),
  up_mbps integer check (up_mbps >= 0),
  automatic_failover boolean,
  contract_id text,
  notes text,
  unread jsonb not null default '{}',
  entered bigint generated by default as identity,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade,
  foreign key (organisation_id, school_id, contract_id) references contract on delete set null (contract_id)
);
create index connection_contract on connection (organisation_id, school_id, contract_id);

create table answer (
  organisation_id text not null,
  school_id text not null,
  question_id text not null,
  choice text not null,
  answered_on date not null,
  note text,
  entered bigint generated by default as identity,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, question_id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- Money and time -----------------------------------------------------------------------------------------------------

create table budget_year (
  organisation_id text not null,
  school_id text not null,
  year text not null,
  capital_pence bigint not null,
  revenue_pence bigint not null,
  entered bigint generated by default as identity,
  version integer not null default 1,
  primary key (organisation_id, school_id, year),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table staff_days (
  organisation_id text not null,
  school_id text not null,
  term text not null,
  days integer not null check (days >= 0),
  primary key (organisation_id, school_id, term),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table term (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  name text not null,
  starts_on date not null,
  ends_on date not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- Days on which the school is closed to pupils (holiday), or on which nobody may be disturbed (blackout).
create table closure (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  kind text not null check (kind in ('holiday', 'blackout')),
  name text not null,
  starts_on date not null,
  ends_on date not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table bank_holiday (
  organisation_id text not null,
  school_id text not null,
  day date not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, day),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table governors_meeting (
  organisation_id text not null,
  school_id text not null,
  day date not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, day),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- The plan -----------------------------------------------------------------------------------------------------------

create table quote (
  organisation_id text not null,
  school_id text not null,
  option_id text not null,
  one_off_pence bigint,
  yearly_pence bigint,
  supplier text,
  quoted_on date,
  entered bigint generated by default as identity,
  version integer not null default 1,
  primary key (organisation_id, school_id, option_id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- A start that people have fixed; option null: they decided to do nothing for the need.
create table plan_lock (
  organisation_id text not null,
  school_id text not null,
  need_id text not null,
  option_id text,
  term text not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, need_id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- The starts of the plan that people agreed to last.
create table plan_agreed (
  organisation_id text not null,
  school_id text not null,
  need_id text not null,
  option_id text,
  term text not null,
  entered bigint generated by default as identity,
  primary key (organisation_id, school_id, need_id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table plan (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  state text not null check (state in ('planning', 'ready', 'failed')),
  as_at date not null,
  problem_hash text not null,
  plan_hash text,
  problem jsonb not null,
  plan jsonb,
  progress jsonb,
  error text,
  entered bigint generated by default as identity,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);
create index plan_latest on plan (organisation_id, school_id, entered desc);

-- Imports ------------------------------------------------------------------------------------------------------------

create table import_batch (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  register text not null,
  file_name text not null,
  state text not null check (state in ('preview', 'done', 'undone')),
  rows integer not null check (rows >= 0),
  mapping jsonb not null default '{}',
  counts jsonb not null default '{}',
  entered bigint generated by default as identity,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);

create table import_row (
  organisation_id text not null,
  school_id text not null,
  batch_id text not null,
  row_number integer not null check (row_number >= 1),
  -- The row as it was read, by the file's own headings.
  original jsonb not null,
  -- What is to be made of it, by our field names; null where nothing is.
  read jsonb,
  fate text not null,
  notes jsonb not null default '[]',
  -- The contract (or other row) that it became.
  made_id text,
  primary key (organisation_id, school_id, batch_id, row_number),
  foreign key (organisation_id, school_id, batch_id) references import_batch on delete cascade
);

-- History ------------------------------------------------------------------------------------------------------------

create table change (
  organisation_id text not null references organisation on delete cascade,
  id bigint generated always as identity,
  school_id text,
  table_name text not null,
  row_id text not null,
  before jsonb,
  after jsonb,
  person_id text not null,
  at timestamptz not null,
  primary key (organisation_id, id)
);
create index change_row on change (organisation_id, school_id, table_name, row_id, id);
create index change_school on change (organisation_id, school_id, id);

-- History is only ever added to. It goes when its whole organisation does (a visitor's copy of the examples): then, and
-- only then, this runs inside the trigger of a foreign key.
create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
  raise exception 'history is append-only' using errcode = '42501';
end $$;
create trigger change_append_only before update or delete on change for each row execute function refuse_change_of_history();
create trigger change_no_truncate before truncate on change for each statement execute function refuse_change_of_history();

-- Who may do what ----------------------------------------------------------------------------------------------------

-- A school's rows: members read, editors and administrators write.
do $$
declare
  name text;
  mine constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person())';
  mine_to_edit constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in (''editor'', ''administrator''))';
begin
  foreach name in array array['school', 'contract', 'equipment', 'system', 'connection', 'answer', 'budget_year', 'staff_days', 'term',
    'closure', 'bank_holiday', 'governors_meeting', 'quote', 'plan_lock', 'plan_agreed', 'plan', 'import_batch', 'import_row', 'change']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select to cairn_app using (%s)', name || '_read', name, mine);
    execute format('create policy %I on %I for insert to cairn_app with check (%s)', name || '_add', name, mine_to_edit);
    execute format('grant select, insert on %I to cairn_app', name);
    if name <> 'change' then
      execute format('create policy %I on %I for update to cairn_app using (%s) with check (%s)', name || '_edit', name, mine_to_edit, mine_to_edit);
      execute format('create policy %I on %I for delete to cairn_app using (%s)', name || '_remove', name, mine_to_edit);
      execute format('grant update, delete on %I to cairn_app', name);
    end if;
  end loop;
end $$;

-- What is written into the history is written by the person whose transaction it is.
create policy change_by_self on change as restrictive for insert to cairn_app with check (person_id = cairn_person());

-- Organisations and memberships: people see their own; the system founds them, and removes visitors' copies only.
alter table organisation enable row level security;
alter table organisation force row level security;
create policy organisation_read on organisation for select to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person()));
create policy organisation_system_read on organisation for select to cairn_system using (true);
create policy organisation_system_add on organisation for insert to cairn_system with check (true);
create policy organisation_system_remove on organisation for delete to cairn_system using (is_guest);
grant select on organisation to cairn_app;
grant select, insert, delete on organisation to cairn_system;

alter table membership enable row level security;
alter table membership force row level security;
create policy membership_read on membership for select to cairn_app using (person_id = cairn_person());
create policy membership_system on membership for all to cairn_system using (true) with check (true);
-- For colleague() below, whose owner is whoever runs this.
create policy membership_owner on membership for select to current_user using (true);
grant select on membership to cairn_app;
grant select, insert, delete on membership to cairn_system;

-- People who share an organisation with the one whose transaction it is: their names stand in its history.
create function colleague() returns setof text language sql stable security definer set search_path = public, pg_temp
  as $$ select distinct theirs.person_id from membership mine join membership theirs using (organisation_id)
    where mine.person_id = cairn_person() $$;

alter table person enable row level security;
alter table person force row level security;
create policy person_read on person for select to cairn_app using (id = cairn_person() or id in (select colleague()));
create policy person_system on person for all to cairn_system using (true) with check (true);
grant select (id, name, is_guest, created_at) on person to cairn_app;
grant select, insert, update, delete on person to cairn_system;

alter table sign_in_link enable row level security;
alter table sign_in_link force row level security;
create policy sign_in_link_system on sign_in_link for all to cairn_system using (true) with check (true);
grant select, insert, update, delete on sign_in_link to cairn_system;

alter table session enable row level security;
alter table session force row level security;
create policy session_system on session for all to cairn_system using (true) with check (true);
grant select, insert, update, delete on session to cairn_system;

grant select on establishment to cairn_app;
grant select, insert, update, delete on establishment to cairn_system;
grant usage on schema public to cairn_app, cairn_system;
