-- What came back by SMS, each once: so that a request that is sent again does nothing, and numbers that nobody has are counted.
create table sms_answer (
  org text not null default 'main', kind text not null, id text not null, at timestamptz not null, person uuid references person,
  primary key (org, kind, id)
);
create index sms_answer_person on sms_answer (person, at);
