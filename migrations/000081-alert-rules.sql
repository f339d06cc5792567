-- The alert rules, one document a version. Only ever added to: the newest counts, the others are its history.
create table alert_rules (
  org text not null default 'main', version int not null, at timestamptz not null, by text not null, reason text,
  spec text not null, primary key (org, version)
);

-- Alerts that fire and mute others, under the key that they share with what they mute.
create table inhibitor (
  org text not null default 'main', key text not null, alert uuid not null, is_target boolean not null,
  primary key (org, key, alert)
);
create index inhibitor_alert on inhibitor (alert);

-- When an alert changed lately (JSON), and until when it counts as flapping unless it changes again.
alter table alert add column changes text;
alter table alert add column flaps_until timestamptz;
create index alert_flapping on alert (incident) where flaps_until is not null;

-- When an alert last opened or joined the incident that holds the group.
alter table open_group add column last_alert_at timestamptz;

-- What fires by now is looked through once for what mutes others.
update meta set value = '0' where key = 'placed';
