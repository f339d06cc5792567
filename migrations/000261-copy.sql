-- Copies of resources that lie somewhere. Each is sealed by a key of its own, which is kept sealed here: without it the file is noise.
create table copy (
  id uuid primary key, org text not null default 'main', incident uuid, resource text, driver text not null, host text,
  kind text not null, level text not null, covers text[] not null, location text not null,
  bytes bigint not null, digest text not null, taken_at timestamptz not null, verified_at timestamptz not null,
  point text, prints text, key text, expires_at timestamptz, gone_at timestamptz
);
create index copy_resource on copy (org, resource, taken_at) where gone_at is null;
create index copy_expires on copy (expires_at) where gone_at is null;
