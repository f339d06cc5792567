-- How people are reached, and what stands behind the links and buttons in messages.

create table contact_method (
  org text not null default 'main', person uuid not null references person, channel text not null,
  position int not null, settings text not null, primary key (org, person, channel)
);

-- The link in a message: one incident, one person. Only its digest is kept; `subject` is what it was made for.
create table capability (
  digest text primary key, org text not null default 'main', incident uuid not null references incident,
  kind text not null check (kind in ('responder', 'author', 'stakeholder')), subject text not null,
  person uuid references person, name text not null, created_at timestamptz not null, tapped_at timestamptz
);
create index capability_subject on capability (incident, subject);

-- A button that answers over its own channel, once.
create table button (
  digest text primary key, org text not null default 'main', incident uuid not null references incident,
  person uuid not null references person, call text not null, command text not null,
  created_at timestamptz not null, used_at timestamptz
);

-- One mail a morning and person, and each letter of a round once.
create table digest_sent (
  org text not null default 'main', person uuid not null references person, day date not null, obligation uuid not null,
  primary key (org, person, day)
);
create table letter_sent (
  org text not null default 'main', key text not null, at timestamptz not null, answer text not null, primary key (org, key)
);
