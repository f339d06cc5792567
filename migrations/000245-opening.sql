-- A shell that a host was asked to open for a signature: what its keeper dials in with (of the ticket only the digest), for this
-- one terminal. A row opens nothing: the host believes the signature alone, and what was signed is not kept here.
create table opening (
  id uuid primary key, org text not null default 'main', incident uuid not null, host text not null, agent uuid not null,
  terminal uuid not null, person uuid not null, account text not null, ticket_digest text not null unique,
  asked_at timestamptz not null, opened_at timestamptz, key text
);
create index opening_terminal on opening (terminal);
