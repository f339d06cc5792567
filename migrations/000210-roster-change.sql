-- One row with every change of who is there and how they are called, so that a node may hold it in memory: the roster is the same as long as
-- one sees the same rows, and their sum stands for them. Whoever changes it waits for nobody, and a change that is undone leaves none.
create table roster_change (mark bigint not null default hashtextextended(gen_random_uuid()::text, 0), at timestamptz not null default now());
insert into roster_change default values;
create function roster_changed() returns trigger language plpgsql as $$
begin
  insert into roster_change default values;
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
