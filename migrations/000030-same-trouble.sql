-- "Seen before?": the incidents of one signature, without reading every fold.
alter table incident_head add column signature text;
create index incident_head_signature on incident_head (org, signature, opened_at desc) where signature is not null;

-- Evidence by its own id: the id is the first thing its entry says.
create index entry_evidence on entry (substring(data from '^\{"evidence":"([0-9a-f-]{36})"')) where type = 'EvidenceAdded';
