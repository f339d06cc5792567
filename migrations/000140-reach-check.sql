-- At the start of a shift: is who begins it reached? Each quiet page of it is a test call that names its check.
create table reach_check (
  id uuid primary key, org text not null default 'main', schedule text not null, starts_at timestamptz not null,
  person uuid not null references person, outgoing uuid references person, tell_at timestamptz not null, told_at timestamptz,
  unique (org, starts_at, person)
);
create index reach_check_newest on reach_check (org, starts_at desc);
alter table test_call add column reach_check uuid references reach_check;
create index test_call_of_check on test_call (reach_check) where reach_check is not null;
