-- What a trust or an authority asks of its schools beside the national standards. A set belongs to the organisation, not to one
-- school: it reaches all of the organisation's schools, or those of some phases. Members read; only administrators change.
create table local_rule_set (
  organisation_id text not null references organisation on delete cascade,
  id text not null check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(id) <= 60),
  name text not null check (length(name) between 1 and 200),
  -- The trust's or authority's name, as schools read it.
  set_by text not null check (length(set_by) between 1 and 200),
  as_at date not null,
  -- Phases of the schools that it reaches; empty: all.
  phases jsonb not null default '[]',
  url text,
  rules jsonb not null default '[]',
  version integer not null default 1,
  -- From then on it counts for no school; it stays, with its history, and can be taken up again.
  withdrawn_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, id)
);

alter table local_rule_set enable row level security;
alter table local_rule_set force row level security;
create policy local_rule_set_read on local_rule_set for select to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person()));
create policy local_rule_set_add on local_rule_set for insert to cairn_app
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role = 'administrator'));
create policy local_rule_set_edit on local_rule_set for update to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role = 'administrator'))
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role = 'administrator'));
-- No delete: a set is withdrawn, so that whoever was judged by it can see what it said.
grant select, insert, update on local_rule_set to cairn_app;
