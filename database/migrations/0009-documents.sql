-- The papers of a contract or of anything else in a register: the signed contract, a guarantee, a quote. Kept in the database,
-- so that one copy of it holds everything.
create table document (
  organisation_id text not null,
  school_id text not null,
  id text not null,
  table_name text not null check (table_name in ('contract', 'system', 'equipment', 'connection')),
  item_id text not null,
  name text not null check (length(name) between 1 and 200),
  media_type text not null,
  byte_count integer not null check (byte_count between 1 and 10485760),
  sha256 text not null,
  content bytea not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (organisation_id, school_id, id),
  foreign key (organisation_id, school_id) references school on delete cascade
);
create index document_item on document (organisation_id, school_id, table_name, item_id);
-- PDFs and pictures are packed already.
alter table document alter column content set storage external;

alter table document enable row level security;
alter table document force row level security;
create policy document_read on document for select to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person()));
create policy document_add on document for insert to cairn_app
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')));
create policy document_edit on document for update to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')))
  with check (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')));
create policy document_remove on document for delete to cairn_app
  using (organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role in ('editor', 'administrator')));
grant select, insert, update, delete on document to cairn_app;
