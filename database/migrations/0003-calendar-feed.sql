-- Addresses from which a calendar program fetches a person's dates without signing in. Only the hash of the secret part is
-- stored. A row is a person's own key, like a session: what is behind it is read as that person each time it is fetched.

create table calendar_feed (
  id text primary key,
  token_hash text not null unique,
  person_id text not null references person on delete cascade,
  -- The one school that it is for; both null for all the schools that the person may see.
  of_organisation_id text,
  of_school_id text,
  -- What the person uses it for, in their words.
  label text check (length(label) between 1 and 100),
  created_at timestamptz not null,
  last_fetched_at timestamptz,
  -- Kept after it is stopped, so that a program that still asks can be told.
  revoked_at timestamptz,
  check ((of_organisation_id is null) = (of_school_id is null)),
  foreign key (of_organisation_id, of_school_id) references school on delete cascade
);
create index calendar_feed_person on calendar_feed (person_id);
create index calendar_feed_school on calendar_feed (of_organisation_id, of_school_id);

alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
create policy calendar_feed_system on calendar_feed for all to cairn_system using (true) with check (true);
grant select, insert, update, delete on calendar_feed to cairn_system;
