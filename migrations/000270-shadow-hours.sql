-- How long somebody watched terminals and replays of an incident on a day (UTC), in whole minutes; never what they looked at.
create table shadow_hours (
  person uuid not null references person, incident uuid not null references incident, org text not null default 'main', day date not null,
  minutes int not null, primary key (person, incident, day)
);
create index shadow_hours_day on shadow_hours (day);
-- Whose time is not counted, because they said so.
create table shadow_hours_off (person uuid primary key references person, org text not null default 'main');
