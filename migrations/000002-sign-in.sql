-- Ways in: one-use invites (the set-up link is one) and browser sessions, both known only by their digest.

create table invite (
  digest text primary key, org text not null default 'main', role text not null, team text not null default 'default',
  made_by uuid, made_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz
);

create table session (
  digest text primary key, org text not null default 'main', person uuid not null references person,
  created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz
);
create index session_person on session (person);
