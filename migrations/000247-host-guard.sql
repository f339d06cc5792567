-- A guard of a host: the key that asks who has the keyboard there, and the one that may watch. Only digests are kept.
create table host_guard (
  id uuid primary key, org text not null default 'main', host text not null, also text[] not null default '{}',
  key_digest text not null unique, watch_digest text not null unique,
  made_by text not null, made_at timestamptz not null, seen_at timestamptz, unique (org, host)
);
