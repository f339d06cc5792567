-- How far the commands of a change came: written before each is run, and once it ended. 0 is that nothing was run yet. Who takes a run
-- over that was cut off tells from it what ran, instead of guessing.
create table run_step (
  obligation uuid not null references obligation, n int not null, begun_at timestamptz not null,
  ended_at timestamptz, exit_code int, primary key (obligation, n)
);
