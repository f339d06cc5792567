-- What was answered from elsewhere, once each: `source` is the digest of where it stands (a mail's Message-ID, a message in a chat).
create table remark_source (
  org text not null default 'main', source text not null, incident uuid not null references incident, remark uuid not null,
  at timestamptz not null, primary key (org, source)
);
create index remark_source_incident on remark_source (incident);
