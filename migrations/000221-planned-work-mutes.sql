-- Planned work may keep its alerts from paging: by a maintenance window for each of its services, which ends with it. `spares` is the worst, which pages all the same.
alter table planned_work add column mutes text not null default 'nothing';
alter table silence add column planned_work uuid references planned_work (id);
alter table silence add column spares text;
create index silence_of_planned_work on silence (planned_work) where planned_work is not null;
