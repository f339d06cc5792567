-- What came of each copy that was taken and proven before anything burned. `phases`: JSON, milliseconds of each.
create table rehearsal (
  id uuid primary key, org text not null default 'main', resource text not null, at timestamptz not null, ms int,
  phases text, bytes bigint, level text, outcome text not null, why text, copy uuid
);
create index rehearsal_resource on rehearsal (org, resource, at);
