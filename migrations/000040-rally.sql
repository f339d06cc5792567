-- Recordings of shared terminals, in the order of their bytes, and codes by which a terminal signs in.

create table recording (
  id uuid primary key, org text not null default 'main', incident uuid not null references incident,
  terminal uuid not null unique, person uuid not null, at timestamptz not null, stored bigint not null default 0
);
create index recording_incident on recording (incident);

-- A part of an asciicast v3 file from byte `from_byte`; the parts of a recording lie without gaps.
create table recording_chunk (
  recording uuid not null references recording, org text not null default 'main', from_byte bigint not null,
  content bytea not null, primary key (recording, from_byte)
);

create table device_code (
  digest text primary key, org text not null default 'main', user_code text not null unique, name text not null,
  created_at timestamptz not null, expires_at timestamptz not null, asked_at timestamptz,
  approved_by uuid references person, approved_at timestamptz
);
