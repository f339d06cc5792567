-- Who wants to hear when a terminal is shown live: of everything, of some services or of some teams. The digest is that of the link that ends it.
create table watch_wish (
  person uuid primary key references person, org text not null default 'main', everything boolean not null, services text[] not null,
  teams text[] not null, digest text not null unique, since timestamptz not null
);
-- Each person hears of an incident once at most: what is not told yet is told together. `told_by` is the obligation that told it.
create table watch_word (
  person uuid not null references person, incident uuid not null references incident, org text not null default 'main', owed_at timestamptz not null,
  told_by uuid, told_at timestamptz, primary key (person, incident)
);
create index watch_word_untold on watch_word (person) where told_by is null;
