-- What people outside tell us without an account. Who they are is sealed and stands on no timeline. `once`: the same form or mail again.
create table user_report (
  id uuid primary key, org text not null default 'main', service text not null, source text not null, at timestamptz not null,
  since timestamptz, says text not null, contact text, once text, incident uuid, unique (org, once)
);
create index user_report_incident on user_report (incident, at, id);
create index user_report_waiting on user_report (org, service, at) where incident is null;
create index user_report_contact on user_report (at) where contact is not null;

-- How many reports open an incident where none is open.
alter table integration add column opens_after int not null default 1;
