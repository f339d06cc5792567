-- The ground: who, what we run, the timeline and what hangs on it. Only ever added to.

create table meta (key text primary key, value text not null);

create table person (
  id uuid primary key, org text not null default 'main', kind text not null check (kind in ('person', 'service')),
  name text not null, email text, role text not null check (role in ('viewer', 'responder', 'admin')),
  password text, created_at timestamptz not null, disabled_at timestamptz
);
create unique index person_email on person (org, lower(email)) where email is not null;

create table token (
  id uuid primary key, org text not null default 'main', person uuid not null references person, name text not null,
  digest text not null unique, scopes text[], created_at timestamptz not null, expires_at timestamptz,
  last_used_at timestamptz, revoked_at timestamptz
);

create table team (slug text not null, org text not null default 'main', name text not null, primary key (org, slug));
create table service (
  slug text not null, org text not null default 'main', name text not null, team text not null default 'default',
  mode text not null default 'live', policy text, owner text, environment text, twin text,
  depends_on text[] not null default '{}', stakeholders jsonb not null default '[]', primary key (org, slug)
);
create table schedule (slug text not null, org text not null default 'main', spec jsonb not null, primary key (org, slug));
create table policy (slug text not null, org text not null default 'main', spec jsonb not null, primary key (org, slug));
create table integration (
  id uuid primary key, org text not null default 'main', service text not null, kind text not null, name text not null,
  key_digest text not null unique, created_at timestamptz not null, deleted_at timestamptz
);

-- An incident has its row before its first entry; the number is short for people.
create sequence incident_number;
create table incident (
  id uuid primary key, org text not null default 'main', number bigint not null, unique (org, number)
);

-- The timeline. `data` is the very text that was hashed: jsonb reorders keys and refuses NUL and lone surrogates.
create table entry (
  incident uuid not null references incident, seq int not null, id uuid not null unique, at timestamptz not null,
  by text not null, type text not null, v int not null, data text not null, salt bytea, digest bytea not null, hash bytea not null,
  redacted boolean not null default false,
  pos bigint generated always as identity, tx xid8 not null default pg_current_xact_id(),
  primary key (incident, seq)
);
create index entry_pos on entry (pos);
create table checkpoint (pos bigint primary key, at timestamptz not null, hash bytea not null);

-- A view: folded from the timeline, rebuilt by `fireline rebuild`. Every list reads it.
create table incident_head (
  incident uuid primary key references incident, org text not null default 'main', number bigint not null,
  seq int not null, hash text not null, status text not null, severity text not null, title text not null,
  service text not null, opened_at timestamptz not null, folded text not null
);
create index incident_head_status on incident_head (org, status, opened_at desc);

-- Claims: decisions that must be unique across timelines and nodes.
create table open_group (
  org text not null default 'main', group_key text not null, incident uuid not null references incident,
  primary key (org, group_key)
);
create table asked (
  org text not null default 'main', caller text not null, key text not null, route text not null, at timestamptz not null,
  status int, answer text, primary key (org, caller, key)
);
create index asked_at on asked (at);

-- Effects owed: written with the entry that causes them, leased, performed, their outcome asked back in.
create table obligation (
  id uuid primary key, org text not null default 'main', incident uuid references incident, entry uuid, kind text not null,
  key text not null, body text not null, due_at timestamptz not null,
  state text not null default 'owed' check (state in ('owed', 'done', 'failed')),
  lease_until timestamptz, leased_by text, epoch int not null default 0, attempts int not null default 0,
  done_at timestamptz, unique nulls not distinct (incident, key)
);
create index obligation_due on obligation (due_at) where state = 'owed';
create table attempt (
  obligation uuid not null references obligation, n int not null, epoch int not null, at timestamptz not null,
  outcome text not null, answer text not null, primary key (obligation, n, epoch)
);

-- Made durable before the 2xx; applied in order, each row exactly once, in the transaction that marks it.
create table accepted (
  pos bigint generated always as identity primary key, receipt uuid not null unique, org text not null default 'main',
  integration uuid, source text not null, at timestamptz not null, body text not null,
  applied_at timestamptz, results text, trouble text
);
create index accepted_waiting on accepted (pos) where applied_at is null;

create table blob (digest text primary key, content bytea not null, at timestamptz not null);
