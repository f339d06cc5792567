-- The rules of the house as each team set them. Only ever added to: the newest version counts, the others are its history.
create table room_rule (
  org text not null default 'main', team text not null, rule text not null, version int not null,
  setting text not null check (setting in ('off', 'advise', 'ask', 'refuse')),
  set_by text not null, set_at timestamptz not null, reason text, primary key (org, team, rule, version)
);

-- A refusal leaves no entry: here it is counted, once for each person and state of the incident.
create table held_back (
  org text not null default 'main', incident uuid not null references incident, rule text not null, seq int not null,
  person text not null, name text not null, at timestamptz not null, primary key (org, incident, rule, seq, person)
);
create index held_back_at on held_back (at);
