-- Views of a register's list that people gave a name to, and changes of many items at once.

-- A filter and an order of a list, found again under a name. Its owner's alone, or the whole school's.
create table saved_view (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  register text not null check (register in ('contract', 'system', 'equipment', 'connection')),
  name text not null check (length(name) between 1 and 100),
  -- The list's parameters as its address writes them.
  query text not null check (length(query) <= 4000),
  is_shared boolean not null default false,
  person_id text not null references person on delete cascade,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);
create index saved_view_register on saved_view (organisation_id, school_id, register);
create index saved_view_person on saved_view (person_id);

-- A change of many items: which, as they were when they were chosen, what was done to them, and what came of it.
create table bulk_change (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  register text not null check (register in ('contract', 'system', 'equipment', 'connection')),
  state text not null check (state in ('chosen', 'done', 'undone')),
  -- The list's parameters that they were chosen from, to go back to.
  query text not null,
  -- [id, version] of each item; once done, the version that each was given (null where it was removed).
  items jsonb not null check (jsonb_typeof(items) = 'array'),
  -- What was done, and names of the items that were left alone.
  outcome jsonb not null default '{}',
  done_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);
create index bulk_change_waiting on bulk_change (organisation_id, school_id, created_at) where state = 'chosen';

-- Members see the shared views and their own; editors and administrators change those.
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy saved_view_read on saved_view for select to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person())
    and (is_shared or person_id = cairn_person()));
create policy saved_view_add on saved_view for insert to cairn_app
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator'))
    and person_id = cairn_person());
create policy saved_view_edit on saved_view for update to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator'))
    and (is_shared or person_id = cairn_person()))
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator'))
    and (is_shared or person_id = cairn_person()));
create policy saved_view_remove on saved_view for delete to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator'))
    and (is_shared or person_id = cairn_person()));
grant select, insert, update, delete on saved_view to cairn_app;

alter table bulk_change enable row level security;
alter table bulk_change force row level security;
create policy bulk_change_read on bulk_change for select to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person()));
create policy bulk_change_add on bulk_change for insert to cairn_app
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator'))
    and created_by = cairn_person());
create policy bulk_change_edit on bulk_change for update to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')))
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')));
create policy bulk_change_remove on bulk_change for delete to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')));
grant select, insert, update, delete on bulk_change to cairn_app;
