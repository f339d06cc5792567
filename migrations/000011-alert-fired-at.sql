-- The sender's own time of the latest firing that was told: an end before it is not its end. None: its start.
alter table alert add column fired_at timestamptz;
