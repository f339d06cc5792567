-- Who wants the week's noise by mail. Off unless somebody asked for it; the digest is that of the link that ends it.
create table weekly_mail (
  person uuid primary key references person, org text not null default 'main', digest text not null unique, since timestamptz not null
);
