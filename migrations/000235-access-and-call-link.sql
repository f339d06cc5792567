-- Who has access, by the name of a host (`db-1`, `db-*`) or of what holds data (`pg:shop`): whom to ask where an account may not.
create table access (
  name text not null, org text not null default 'main', people text[] not null, updated_at timestamptz not null, primary key (org, name)
);
-- Where a team's calls are held: a template with {number} and {service}.
create table call_link (
  team text not null, org text not null default 'main', template text not null, updated_at timestamptz not null, primary key (org, team)
);
