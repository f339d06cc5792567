-- A chat beside the rooms: how to reach it is sealed. `workspace` is the one whose requests are heard.
create table chat (
  org text not null default 'main', kind text not null, settings text not null, workspace text not null, workspace_name text not null,
  own_user text not null, opens_for text[] not null, set_at timestamptz not null, trouble text, primary key (org, kind)
);
-- One room of it for each incident. What stands on the timeline up to `told_seq` was said there; while `owed_seq` is beyond that, saying is owed.
create table chat_room (
  id uuid primary key, org text not null default 'main', kind text not null, incident uuid not null references incident, place text, name text,
  told_seq int not null default 0, owed_seq int not null default 0, head text, head_said text, brought text[] not null default '{}',
  trouble text, ended_at timestamptz, made_at timestamptz not null, unique (kind, incident)
);
create unique index chat_room_place on chat_room (kind, place) where place is not null;
-- Who of ours somebody in a chat is: they said so themselves, with a code.
create table chat_person (
  org text not null default 'main', kind text not null, chat_user text not null, person uuid not null references person, linked_at timestamptz not null,
  primary key (org, kind, chat_user)
);
create index chat_person_person on chat_person (person);
create table chat_code (
  digest text primary key, org text not null default 'main', person uuid not null references person, expires_at timestamptz not null,
  used_at timestamptz
);
-- What a chat told, by its own id: it tells again what it thinks was not heard. Kept for a day.
create table chat_heard (
  org text not null default 'main', kind text not null, id text not null, at timestamptz not null, primary key (org, kind, id)
);
create index chat_heard_at on chat_heard (at);
