-- Whether a shell in an incident of this service waits while it cannot be recorded; null is best effort.

alter table service add column recording text check (recording in ('strict', 'best-effort'));
