-- Who changed which setting when, and who came in. Written in the transaction of the change itself; never a secret.
create table audit (
  pos bigint generated always as identity primary key, org text not null default 'main', at timestamptz not null,
  by_kind text not null, by_id text, by_name text not null, action text not null, subject text not null, said text not null,
  remote text not null, outcome text not null
);
create index audit_at on audit (at);
