-- Calendars that are read again and again from an address: of a person, when they are away; of nobody, the holidays. What was read stays when a reading fails.
create table subscribed_calendar (
  id uuid primary key, org text not null default 'main', person uuid references person (id), source text not null, url text not null, zone text not null,
  checked_at timestamptz, good_at timestamptz, filled_at timestamptz, etag text, digest text, events integer not null default 0,
  left_out text[] not null default '{}', failures integer not null default 0, trouble text, next_at timestamptz not null, leased_until timestamptz
);
create unique index subscribed_calendar_of_person on subscribed_calendar (org, person, source) nulls not distinct;
create index subscribed_calendar_due on subscribed_calendar (next_at);
