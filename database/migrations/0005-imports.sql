-- Imports of every register: what each row became, so that a newer file can be held against what was brought in before and
-- undone field by field; rows that people mended; and what people said a heading means.

alter table import_row
  add fingerprint text not null default '',
  -- The cells as a person mended them, in place of `original`.
  add mended jsonb,
  -- What a person decided about this row before it was brought in: {"take": {"endsOn": false}}.
  add choices jsonb;

-- What a row of an import that is in became, where it is not simply a new item, untouched since: that is every row with a
-- `read` that is not named here. `left`: it was left out. The latest row of an item holds what the files last said of it.
create table import_made (
  organisation_id text not null,
  school_id text not null,
  batch_id text not null,
  row_number integer not null,
  item_id text check (item_id is not null or what = 'left'),
  what text not null check (what in ('added', 'changed', 'same', 'left')),
  -- The item's version just after: while it still has it, nobody has touched it since.
  item_version integer not null,
  -- What the changed fields held before.
  before jsonb,
  primary key (organisation_id, school_id, batch_id, row_number),
  foreign key (organisation_id, school_id, batch_id) references import_batch on delete cascade
);

-- What people said that a heading means, by register; target null: the column is not used.
create table import_heading (
  organisation_id text not null,
  school_id text not null,
  register text not null,
  heading text not null,
  target text,
  person_id text not null,
  at timestamptz not null,
  primary key (organisation_id, school_id, register, heading),
  foreign key (organisation_id, school_id) references school on delete cascade
);

-- Row-level security is forced, also on whoever runs this: it is lifted for the move.
alter table import_row no force row level security;
update import_row set fingerprint = coalesce(notes ->> 'fingerprint', '');
alter table import_batch no force row level security;
insert into import_made (organisation_id, school_id, batch_id, row_number, what, item_version)
  select r.organisation_id, r.school_id, r.batch_id, r.row_number, 'left', 0
  from import_row r join import_batch b on b.organisation_id = r.organisation_id and b.school_id = r.school_id and b.id = r.batch_id
  where b.state = 'done' and r.read is not null and r.made_id is null;
alter table import_batch force row level security;
alter table import_row force row level security;
alter table import_row drop column made_id;

do $$
declare
  name text;
  mine constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person())';
  mine_to_edit constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in (''editor'', ''administrator''))';
begin
  foreach name in array array['import_made', 'import_heading']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I for select to cairn_app using (%s)', name || '_read', name, mine);
    execute format('create policy %I on %I for insert to cairn_app with check (%s)', name || '_add', name, mine_to_edit);
    execute format('create policy %I on %I for update to cairn_app using (%s) with check (%s)', name || '_edit', name, mine_to_edit, mine_to_edit);
    execute format('create policy %I on %I for delete to cairn_app using (%s)', name || '_remove', name, mine_to_edit);
    execute format('grant select, insert, update, delete on %I to cairn_app', name);
  end loop;
end $$;
