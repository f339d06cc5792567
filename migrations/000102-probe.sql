-- What Fireline looks at by itself. `seen` is the last few looks, JSON; whoever looks holds it until `leased_until`.
create table probe (
  org text not null default 'main', slug text not null, id uuid not null unique, service text not null, spec text not null,
  next_at timestamptz not null, leased_until timestamptz, seen text not null default '[]',
  down_since timestamptz, expiry_told_at timestamptz, deleted_at timestamptz, primary key (org, slug)
);
create index probe_next on probe (next_at);
