-- When a person last typed or moved in the room of an incident: whoever has it and is at work there is not paged for the end of their quiet.
create table room_activity (
  org text not null default 'main', incident uuid not null references incident, person uuid not null references person,
  at timestamptz not null, primary key (incident, person)
);
