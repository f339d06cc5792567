-- What people who watched a replay tell whoever learns from it, at a moment of the incident. Never on its timeline.

create table replay_comment (
  id uuid primary key, org text not null default 'main', incident uuid not null references incident, at timestamptz not null,
  person uuid not null, says text not null, written_at timestamptz not null
);
create index replay_comment_incident on replay_comment (incident, at);
