-- Who has the keyboard of which host, over all incidents that burn: kept in the transaction that gives it, for each host of which an
-- incident shares a terminal (named as it calls it, host in small letters). One person may have a host in several incidents; two people never have one at a time.
create table host_seat (
  org text not null default 'main', host text not null, named text not null, incident uuid not null, holder text not null, epoch bigint not null,
  since timestamptz not null, primary key (org, host, incident)
);
create index host_seat_incident on host_seat (incident);
