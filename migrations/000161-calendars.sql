-- Days on which most people are away, from a calendar that was read; where somebody is on call on one, it is shown before the shift.
create table holiday (
  id uuid primary key, org text not null default 'main', source text not null, from_at timestamptz not null, to_at timestamptz not null,
  what text not null, made_at timestamptz not null, check (from_at < to_at)
);
create index holiday_by_time on holiday (org, to_at);
