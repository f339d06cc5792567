-- A person has several contacts of a channel. The first is named like its channel and has no name of its own here, so what wrote
-- and named it before goes on; the others are `channel:name`.
alter table contact_method add column name text not null default '', add column label text,
  add column confirmed_at timestamptz;
alter table contact_method drop constraint contact_method_pkey;
alter table contact_method add primary key (org, person, channel, name);
-- The phone that a link to a bot was made for, where it is one more.
alter table telegram_start add column label text;
