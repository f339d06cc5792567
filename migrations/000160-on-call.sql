-- Somebody instead of whose turn it is. Those that were sent with a schedule stay in its spec; these are added one by one, by themselves.
create table on_call_override (
  id uuid primary key, org text not null default 'main', schedule text not null, person uuid not null references person,
  from_at timestamptz not null, to_at timestamptz not null, reason text, by_person uuid references person, made_at timestamptz not null,
  check (from_at < to_at)
);
create index on_call_override_by_schedule on on_call_override (org, schedule, made_at);

-- Somebody asks others to take their shift; whoever says yes first has it, by an override.
create table swap (
  id uuid primary key, org text not null default 'main', schedule text not null, asker uuid not null references person,
  from_at timestamptz not null, to_at timestamptz not null, back_from timestamptz, back_to timestamptz, note text,
  asked_at timestamptz not null, taken_by uuid references person, taken_at timestamptz, withdrawn_at timestamptz
);
create table swap_asked (
  swap uuid not null references swap, person uuid not null references person, org text not null default 'main', digest text not null unique,
  declined_at timestamptz, primary key (swap, person)
);

-- When somebody cannot be on call: a holiday, a vacation, from a calendar or by hand.
create table absence (
  id uuid primary key, org text not null default 'main', person uuid not null references person, from_at timestamptz not null,
  to_at timestamptz not null, what text not null, source text, made_at timestamptz not null, check (from_at < to_at)
);
create index absence_by_person on absence (org, person, to_at);

-- A person's own shifts for their calendar, behind an address that only they know.
create table calendar_feed (person uuid primary key references person, org text not null default 'main', digest text not null unique, made_at timestamptz not null);

-- What who goes off call leaves for who comes.
create table shift_note (
  id uuid primary key, org text not null default 'main', schedule text not null, person uuid not null references person, text text not null, at timestamptz not null
);
create index shift_note_by_schedule on shift_note (org, schedule, at);
