-- A receiver said that this address is there no more, for good: it is kept for its person to see, and not asked again.
alter table contact_method add column gone_at timestamptz, add column gone_answer text;
