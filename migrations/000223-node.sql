-- The nodes that serve this database, each by the process that it is now; who left said so. And what the operators heard last by the
-- way of last resort: of several nodes one says it, and taken_at is when the receiver took it.
create table node_seen (
  id uuid primary key, name text not null, version text not null, address text not null,
  started_at timestamptz not null, seen_at timestamptz not null, left_at timestamptz, red_since timestamptz
);
create table last_resort (
  org text primary key default 'main', said text not null check (said in ('red', 'green')), at timestamptz not null,
  node text not null, taken_at timestamptz, answer text
);
insert into last_resort (said, at, node, taken_at) values ('green', to_timestamp(0), '', to_timestamp(0));
