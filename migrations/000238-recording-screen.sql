-- What a terminal showed after so many bytes of a long recording, so that a replay goes to any moment without beginning at zero. A
-- view: made from the recording when somebody replays it, gone with a redaction, and made anew.

create table recording_screen (
  recording uuid not null references recording, org text not null default 'main', at_byte bigint not null,
  cols integer not null, rows integer not null, content bytea not null,
  primary key (recording, at_byte)
);
