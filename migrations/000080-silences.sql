-- Silences and maintenance windows: alerts that they cover are kept and listed, and open nothing until the end. `matchers` is JSON
-- text, for NUL and lone surrogates. `told_at`: when it was told on the timelines of the incidents that it covers.
create table silence (
  id uuid primary key, org text not null default 'main', kind text not null check (kind in ('silence', 'maintenance')),
  service text, integration uuid, matchers text not null, reason text not null, created_by text not null,
  created_at timestamptz not null, starts_at timestamptz not null, ends_at timestamptz not null, told_at timestamptz
);
create index silence_ends on silence (org, ends_at);
create index silence_untold on silence (starts_at) where told_at is null;

-- An alert that fires and was kept from opening anything: the rule, by what (a silence, an alert, a group), since when, and when it
-- is to be looked at again.
alter table alert add column kept_out text;
alter table alert add column kept_by text;
alter table alert add column kept_at timestamptz;
alter table alert add column look_again_at timestamptz;
create index alert_look_again on alert (look_again_at) where look_again_at is not null;
create index alert_kept on alert (kept_out, kept_by) where kept_out is not null;

-- `placing` grows with every change of what places alerts (services, silences, alert rules); `placed` follows once what was kept out
-- was looked at again.
insert into meta (key, value) values ('placing', '1'), ('placed', '1') on conflict do nothing;
