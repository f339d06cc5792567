-- The agent of a host that was enrolled: of its key only the public half, and what its host allows it, as it said itself.
create table agent (
  id uuid primary key, org text not null default 'main', host text not null, public_key text not null,
  version text, level int, checks text[] not null default '{}', logs text[] not null default '{}',
  reviewers text[] not null default '{}', shell boolean not null default false,
  made_by text not null, enrolled_at timestamptz not null, seen_at timestamptz,
  revoked_at timestamptz, revoked_by text
);
create index agent_host on agent (org, host) where revoked_at is null;

-- What enrols one agent, once, within ten minutes. Only its digest is kept.
create table agent_code (
  digest text primary key, org text not null default 'main', host text not null,
  made_by text not null, made_at timestamptz not null, expires_at timestamptz not null
);
