-- A person's own rules: over which channels they are called and how long after one another, and when only the worst may wake them.
create table personal_rule (
  org text not null default 'main', person uuid not null references person, zone text not null, steps text not null, quiet text not null,
  primary key (person)
);
