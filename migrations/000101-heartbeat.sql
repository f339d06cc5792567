-- A heartbeat that stops is an alert. Ours have a slug and an interval; those of a monitoring learn theirs from the gaps between beats.
alter table heartbeat add column slug text, add column every_ms bigint, add column grace_ms bigint, add column severity text,
  add column gaps int not null default 0, add column largest_gap_ms bigint not null default 0,
  add column raised_at timestamptz, add column deleted_at timestamptz;
create unique index heartbeat_slug on heartbeat (org, slug);

-- Since when somebody listened without a break, and until when for sure: silence while nobody listened is not theirs.
create table listening (org text primary key default 'main', since timestamptz not null, at timestamptz not null);
