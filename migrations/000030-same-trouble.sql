-- "Seen before?": the incidents of one signature, without reading every fold.
alter table incident_head add column signature text;
create index incident_head_signature on incident_head (org, signature, opened_at desc) where signature is not null;
