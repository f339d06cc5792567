-- Another with every change of who is there and how they are called, so that a node may hold it in memory. Never one that was there before,
-- also where a change is undone. `placing` is held first, as those do who change both: so no two of them wait for each other.
insert into meta (key, value) values ('roster', '0') on conflict do nothing;
create function roster_changed() returns trigger language plpgsql as $$
begin
  perform 1 from meta where key = 'placing' for update;
  update meta set value = gen_random_uuid()::text where key = 'roster';
  return null;
end $$;
create trigger roster_changed after insert or update or delete on person for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on contact_method for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on personal_rule for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on service for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on schedule for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on on_call_override for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on policy for each statement execute function roster_changed();
create trigger roster_changed after insert or update or delete on channel_account for each statement execute function roster_changed();
