-- Work that was planned, in words for everybody; what it keeps from paging is a silence, and is not this.
create table planned_work (
  id uuid primary key, org text not null default 'main', services text[] not null, says text not null,
  starts_at timestamptz not null, ends_at timestamptz not null, made_by text not null, made_at timestamptz not null
);
create index planned_work_ends on planned_work (ends_at);
