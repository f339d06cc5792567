-- When an alert is over unless its sender tells it again; senders that tell the end themselves have none.
alter table alert add column expires_at timestamptz;
create index alert_expires on alert (expires_at) where status = 'firing';
