-- Alerts are many: one row for each identity at its source, whatever it did since. `said` is JSON text, for NUL and lone surrogates.
create table alert (
  id uuid primary key, org text not null default 'main', integration uuid not null, fingerprint text not null,
  signature text not null, status text not null check (status in ('firing', 'resolved')), severity text not null,
  service text not null, incident uuid, started_at timestamptz not null, ended_at timestamptz, end_heard_at timestamptz,
  first_at timestamptz not null, heard_at timestamptz not null, count int not null default 1,
  acknowledged_at timestamptz, said text not null, unique (org, integration, fingerprint)
);
create index alert_status on alert (org, status, heard_at desc);
create index alert_firing on alert (incident) where status = 'firing';
create index alert_signature on alert (org, signature, heard_at desc);

-- A resolve that came before its trigger waits here.
create table held_resolve (
  org text not null default 'main', integration uuid not null, fingerprint text not null, id uuid not null,
  ended_at timestamptz not null, heard_at timestamptz not null, primary key (org, integration, fingerprint)
);
create index held_resolve_heard on held_resolve (heard_at);

-- Alerts that joined an incident and are not told on its timeline yet. Only ever inserted and deleted, so that nobody waits for it.
create table alert_joining (
  pos bigint generated always as identity primary key, org text not null default 'main', incident uuid not null,
  alert uuid not null, said text not null
);
create index alert_joining_incident on alert_joining (incident, pos);

-- Alerts that fire for ever on purpose, to show that alerting works.
create table heartbeat (
  id uuid primary key, org text not null default 'main', integration uuid not null, fingerprint text not null,
  service text not null, status text not null, first_at timestamptz not null, last_at timestamptz not null,
  count int not null default 1, said text not null, unique (org, integration, fingerprint)
);

-- What was changed on purpose: deploys, migrations, flags.
create table change_event (
  id uuid primary key, org text not null default 'main', integration uuid, service text not null,
  at timestamptz not null, heard_at timestamptz not null, author text, said text not null
);
create index change_event_at on change_event (org, service, at desc);
create index accepted_receipt_integration on accepted (integration, pos);
create index open_group_incident on open_group (incident);
