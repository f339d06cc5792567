-- The cap of pages in a storm: what rang lately, and the calls that wait to be told together in one message.

-- A page that left, or is leaving; only those of the last minutes count.
create table page_rang (
  call uuid primary key, org text not null default 'main', person uuid not null references person,
  severity text not null, at timestamptz not null
);
create index page_rang_person on page_rang (person, at);

-- A call beyond the cap. `obligation` is the message that tells it; `answer` is what the receiver said to that message.
create table held_call (
  call uuid primary key, org text not null default 'main', person uuid not null references person, channel text not null,
  incident uuid not null references incident, severity text not null, reason text not null, since timestamptz not null,
  obligation uuid not null references obligation, is_taken boolean not null default false,
  outcome text check (outcome in ('delivered', 'failed')), answer text, at timestamptz, is_recorded boolean not null default false
);
create index held_call_person on held_call (person, channel, since);
create index held_call_obligation on held_call (obligation);
