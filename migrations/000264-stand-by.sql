-- A second place that can take a service's traffic. How to reach its proxy is a secret: encrypted, never readable back.
create table stand_by (
  org text not null default 'main', slug text not null, service text not null, driver text not null, settings text not null,
  offer_after_minutes int not null default 15, proven_at timestamptz, proof text, updated_at timestamptz not null,
  primary key (org, slug)
);
