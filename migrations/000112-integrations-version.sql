-- Grows with every change of a key, so that a node may hold keys in memory and hear when they are no longer true.
insert into meta (key, value) values ('integrations', '1') on conflict do nothing;
create function integrations_changed() returns trigger language plpgsql as $$
begin
  update meta set value = (value::bigint + 1)::text where key = 'integrations';
  return null;
end $$;
create trigger integrations_changed after insert or update or delete on integration
  for each statement execute function integrations_changed();
