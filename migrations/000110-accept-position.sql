-- How far a segment log is applied: one row for each log (its folder has the id). Moved by the transaction that applies.
create table accept_position (
  log uuid primary key, org text not null default 'main', segment bigint not null, byte_offset bigint not null
);
-- What one key has waiting, for a fair turn of each.
create index accepted_waiting_of on accepted (integration, pos) where applied_at is null;
-- Stored as it is: compressing what is read once cost more than everything else about it.
alter table accepted alter column body set storage external;
alter table accepted alter column results set storage external;
