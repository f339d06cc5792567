-- The first hour: a page that is only a test, what was skipped, a bot that waits for its person, the outside heartbeat.

-- A call to a person that belongs to no incident. Only the digest of its button's token is kept.
create table test_call (
  id uuid primary key, org text not null default 'main', person uuid not null references person, channel text not null,
  asked_by uuid not null references person, asked_at timestamptz not null, digest text not null unique, tapped_at timestamptz
);
create index test_call_person on test_call (person, asked_at desc);

create table first_hour_skip (
  org text not null default 'main', step text not null, skipped_by uuid not null references person,
  skipped_at timestamptz not null, primary key (org, step)
);

-- The link to a bot: who follows it is this person. The bot's token is sealed.
create table telegram_start (
  digest text primary key, org text not null default 'main', person uuid not null references person, settings text not null,
  expires_at timestamptz not null, used_at timestamptz
);

-- Whom Fireline tells each minute that it is well. The address is sealed: whoever knows it can keep it quiet.
create table outside_heartbeat (
  org text primary key default 'main', url text not null, host text not null, set_by uuid not null references person,
  set_at timestamptz not null, tried_at timestamptz, answer text, is_heard boolean
);

-- The first key stays showable to admins, sealed, until the first alert came with it.
alter table integration add column sealed_key text;
