-- What decides whether a requirement concerns a school, beside its phase and who runs it. Null: not known.
alter table school add column has_sixth_form boolean;
alter table school add column sites integer check (sites between 1 and 1000);
-- As the national register has it (its column OfficialSixthForm), so that a school found by its URN need not be asked.
alter table establishment add column has_sixth_form boolean;
