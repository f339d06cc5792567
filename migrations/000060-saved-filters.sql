-- Lists of ten thousand incidents: one light row each, and the words it is found by, folded beside the whole. Empty or of an
-- older seq where an older Fireline wrote the fold: readers then take the fold itself.
alter table incident_head add column line text;
alter table incident_head add column line_seq int;
alter table incident_head add column found_by text;
create index incident_head_opened on incident_head (opened_at desc, number desc);
create index incident_head_burning on incident_head (opened_at desc, number desc) where status <> 'resolved';
create index incident_head_service on incident_head (service, opened_at desc, number desc);

-- Filters that a person keeps by a name: as they were in the address of the list.
create table saved_filter (
  org text not null default 'main', person uuid not null references person, name text not null,
  filter text not null, saved_at timestamptz not null, primary key (org, person, name)
);
