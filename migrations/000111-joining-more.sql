-- Of many that join at once a few are remembered one by one (alert_joining), the rest by severity, until the timeline tells it.
create table alert_joining_more (
  pos bigint generated always as identity primary key, org text not null default 'main', incident uuid not null,
  severity text not null, count int not null
);
create index alert_joining_more_incident on alert_joining_more (incident);
