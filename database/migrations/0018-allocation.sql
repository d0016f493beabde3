-- Sharing out a fund over several processes: what is asked, the schools in parts, the rounds of prices, and each part's answers.
-- A run belongs to an organisation or, with '' in the place of one, to the installation: only whoever has the database's own
-- user makes those, from the command line, and no member of any organisation sees them.

create table allocation_run (
  organisation_id text not null,
  run_id text not null check (run_id ~ '^[A-Za-z0-9_-]{1,60}$'),
  name text not null check (length(name) between 1 and 200),
  -- SHA-256 of the file: the same file goes on with the same run.
  input_hash text not null check (input_hash ~ '^[0-9a-f]{64}$'),
  -- The years and the limits, as JSON. Text, so that it comes back to the letter.
  frame text not null,
  schools integer not null check (schools > 0),
  parts integer not null check (parts > 0),
  state text not null check (state in ('loading', 'running', 'done')),
  -- Rounds, bound, gap: what is shown.
  progress jsonb not null default '{}',
  plan_hash text check (plan_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Whose it is, where it is an organisation's: it goes with it.
  owner_id text generated always as (nullif(organisation_id, '')) stored references organisation on delete cascade,
  primary key (organisation_id, run_id),
  unique (organisation_id, input_hash)
);
create index allocation_run_owner on allocation_run (owner_id) where owner_id is not null;

-- Schools one after another, as gzipped lines of JSON.
create table allocation_part (
  organisation_id text not null,
  run_id text not null,
  part integer not null check (part >= 0),
  first_school integer not null check (first_school >= 0),
  schools integer not null check (schools > 0),
  content bytea not null,
  primary key (organisation_id, run_id, part),
  foreign key (organisation_id, run_id) references allocation_run on delete cascade
);
alter table allocation_part alter column content set storage external;

-- Prices that the schools were asked at, as JSON. Text: a price comes back to its last binary digit.
create table allocation_round (
  organisation_id text not null,
  run_id text not null,
  round integer not null check (round >= 0),
  prices text not null check (length(prices) <= 20000),
  primary key (organisation_id, run_id, round),
  foreign key (organisation_id, run_id) references allocation_run on delete cascade
);
create unique index allocation_round_prices on allocation_round (organisation_id, run_id, md5(prices));

-- One part's answer to one round, from being asked for to being there. An answer is written once and then stays.
create table allocation_task (
  organisation_id text not null,
  run_id text not null,
  round integer not null,
  part integer not null,
  -- Who works on it, and until when they may be silent before somebody else takes it up.
  holder text,
  held_until timestamptz,
  attempts integer not null default 0 check (attempts >= 0),
  -- What the part's schools are worth and take together, as JSON.
  sums text,
  -- What each need of theirs chose: two bytes each, deflated.
  choices bytea,
  answered_at timestamptz,
  -- Why it can never be answered, in words about the figures.
  failure text,
  primary key (organisation_id, run_id, round, part),
  foreign key (organisation_id, run_id, round) references allocation_round on delete cascade,
  foreign key (organisation_id, run_id, part) references allocation_part on delete cascade,
  check ((answered_at is null) = (sums is null) and (answered_at is null) = (choices is null))
);
create index allocation_task_open on allocation_task (organisation_id, run_id, round, part) where answered_at is null;
create index allocation_task_part on allocation_task (organisation_id, run_id, part);
alter table allocation_task alter column choices set storage external;

do $$
declare
  name text;
  mine constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person())';
  mine_to_edit constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in (''editor'', ''administrator''))';
begin
  foreach name in array array['allocation_run', 'allocation_part', 'allocation_round', 'allocation_task']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select to cairn_app using (%s)', name || '_read', name, mine);
    execute format('create policy %I on %I for insert to cairn_app with check (%s)', name || '_add', name, mine_to_edit);
    execute format('create policy %I on %I for update to cairn_app using (%s) with check (%s)', name || '_edit', name, mine_to_edit, mine_to_edit);
    execute format('create policy %I on %I for delete to cairn_app using (%s)', name || '_remove', name, mine_to_edit);
    -- The installation's own, and no organisation's.
    execute format('create policy %I on %I for all to cairn_system using (organisation_id = '''') with check (organisation_id = '''')', name || '_system', name);
    execute format('grant select, insert, update, delete on %I to cairn_app, cairn_system', name);
  end loop;
end $$;
