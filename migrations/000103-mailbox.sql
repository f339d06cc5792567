-- Mailboxes that people write to. How to reach one is sealed.
create table mailbox (
  org text not null default 'main', slug text not null, id uuid not null unique, service text not null, settings text not null,
  every_ms bigint not null, opens_after int not null, next_at timestamptz not null, leased_until timestamptz, checked_at timestamptz,
  read_count bigint not null default 0, failures int not null default 0, trouble text, raised_at timestamptz,
  deleted_at timestamptz, primary key (org, slug)
);
create index mailbox_next on mailbox (next_at);
