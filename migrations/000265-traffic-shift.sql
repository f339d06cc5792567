-- Who moves traffic to a stand-by now: one at a time, with a lease, and the way back that was made before the first step (sealed).
create table traffic_shift (
  id uuid primary key, org text not null default 'main', incident uuid not null, stand_by text not null, token text not null,
  state text not null, node text, epoch int not null default 0, lease_until timestamptz, ended_at timestamptz
);
create unique index traffic_shift_live on traffic_shift (org, stand_by) where ended_at is null;
