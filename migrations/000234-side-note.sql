-- What is said beside the lead's ear. `kept_from` led when it was said and does not hear it until it is over; null: nobody led, or it was over.
create table side_note (
  id uuid primary key, org text not null default 'main', incident uuid not null references incident, text text not null,
  by_id text not null, by_name text not null, at timestamptz not null, kept_from text
);
create index side_note_incident on side_note (incident, at);
