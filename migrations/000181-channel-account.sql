-- An account of the house that channels go over: who sends its SMS and makes its calls. Sealed whole.
create table channel_account (
  org text not null default 'main', kind text not null, settings text not null, set_by uuid not null references person,
  set_at timestamptz not null, primary key (org, kind)
);
