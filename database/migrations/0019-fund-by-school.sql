-- What a sharing of a fund gives each school, and the school's two plans by term as they are made: a row for each school, so
-- that hundreds of schools need not be written down anew for every plan, and work broken off goes on with the next school.
create table trust_sharing_school (
  organisation_id text not null,
  sharing_id text not null,
  school_id text not null,
  -- What it is given and what its own share would be, by year and pot; its people's days.
  given jsonb not null,
  -- What it begins, in which year.
  starts jsonb not null default '[]',
  -- Its plan by term inside what it is given, and with its own share; null until made.
  plan jsonb,
  own jsonb,
  updated_at timestamptz not null,
  primary key (organisation_id, sharing_id, school_id),
  foreign key (organisation_id, sharing_id) references trust_sharing on delete cascade,
  foreign key (organisation_id, school_id) references school on delete cascade
);
create index trust_sharing_school_of_school on trust_sharing_school (organisation_id, school_id);

-- Sharings that were made before hold their schools in one piece. What is under way begins anew.
update trust_sharing set result = null, progress = null where state = 'working';
insert into trust_sharing_school (organisation_id, sharing_id, school_id, given, starts, plan, own, updated_at)
  select t.organisation_id, t.id, s.part ->> 'id', s.part - 'id' - 'starts' - 'plan' - 'own', coalesce(s.part -> 'starts', '[]'),
      nullif(s.part -> 'plan', 'null'), nullif(s.part -> 'own', 'null'), t.updated_at
    from trust_sharing t
      cross join lateral jsonb_array_elements(t.result -> 'schools') as s(part)
      join school on school.organisation_id = t.organisation_id and school.id = s.part ->> 'id';
update trust_sharing set result = result - 'schools' where result is not null;

-- Who sees all of an organisation's schools may read how its fund is shared; only its administrators change anything.
do $$
declare
  name text;
  all_schools constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.school_id is null)';
  mine constant text := 'organisation_id in (select m.organisation_id from membership m where m.person_id = cairn_person() and m.role = ''administrator'' and m.school_id is null)';
  bound constant text := 'array(select m.organisation_id from membership m where m.person_id = cairn_person() and m.school_id is not null)';
  theirs constant text := 'array(select m.school_id from membership m where m.person_id = cairn_person() and m.school_id is not null)';
begin
  foreach name in array array['trust_fund', 'trust_sharing']
  loop
    execute format('drop policy %I on %I', name || '_read', name);
    execute format('create policy %I on %I for select to cairn_app using (%s)', name || '_read', name, all_schools);
  end loop;
  name := 'trust_sharing_school';
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy %I on %I for select to cairn_app using (%s)', name || '_read', name, all_schools);
  execute format('create policy %I on %I for insert to cairn_app with check (%s)', name || '_add', name, mine);
  execute format('create policy %I on %I for update to cairn_app using (%s) with check (%s)', name || '_edit', name, mine, mine);
  execute format('create policy %I on %I for delete to cairn_app using (%s)', name || '_remove', name, mine);
  execute format('create policy %I on %I as restrictive for all to cairn_app using (organisation_id <> all (%s) or school_id = any (%s))',
    name || '_one_school', name, bound, theirs);
  execute format('grant select, insert, update, delete on %I to cairn_app', name);
end $$;
