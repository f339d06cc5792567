-- What holds a recording fast: after each 64 KiB the digest of all that was recorded so far (see src/store/held-fast.ts). Anchors on
-- the timeline name the last of them; a recording without rows here is chained from its beginning when more of it comes.

create table recording_segment (
  recording uuid not null references recording, org text not null default 'main', n integer not null, digest bytea not null,
  primary key (recording, n)
);
