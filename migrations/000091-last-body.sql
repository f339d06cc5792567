-- The newest body that came with a key, without credentials of known shape: what a person maps by. JSON text.
create table last_body (integration uuid primary key, at timestamptz not null, body text not null);
