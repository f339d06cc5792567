-- Who holds a seat of an incident that burns, the lead's or a keyboard, kept in the transaction that gives it. seen_at is when their
-- line last answered, at whichever node it ends: touched every three seconds while it does, null until it did once.
create table seat_holder (
  incident uuid not null, person text not null, since timestamptz not null, seen_at timestamptz,
  primary key (incident, person)
);
