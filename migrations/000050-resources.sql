-- What holds data and can be copied before it is changed. How to reach it is a secret: encrypted, never readable back.
create table resource (
  org text not null default 'main', slug text not null, kind text not null check (kind in ('postgres', 'folder')),
  settings text not null, updated_at timestamptz not null, primary key (org, slug)
);
