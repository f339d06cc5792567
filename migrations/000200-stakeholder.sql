-- A page that everybody may read, or who has its link: the parts of it that people know, each a service of ours under a name for them.
-- `key_number` makes the link of a page that is not public; the next number is another link.
create table status_page (
  slug text not null, org text not null default 'main', title text not null, is_public boolean not null, zone text not null,
  components jsonb not null, key_number int not null default 1, made_at timestamptz not null, primary key (org, slug)
);

-- Who wants to hear of a page's incidents by mail and said so twice: on the page, and by the link in the mail that came then.
-- No services means all of the page; `severity` is the least that they want to hear of.
create table stakeholder (
  org text not null default 'main', page text not null, email text not null, services text[] not null, severity text not null,
  confirmed_at timestamptz not null, primary key (org, page, email)
);
create table stakeholder_asked (
  id uuid primary key, org text not null default 'main', page text not null, email text not null, services text[] not null,
  severity text not null, asked_at timestamptz not null, digest text not null unique
);
create index stakeholder_asked_email on stakeholder_asked (email, asked_at);

-- Who is listed by a service and wants to hear no more of it: stays so, however often the service is written.
create table stakeholder_off (
  org text not null default 'main', email text not null, service text not null, at timestamptz not null,
  primary key (org, email, service)
);
-- What stands behind the link that ends mail about a service.
create table off_link (
  digest text primary key, org text not null default 'main', email text not null, service text not null, made_at timestamptz not null
);

-- Incidents that the outside was told of: what a status page shows.
create table announced (
  incident uuid primary key references incident, org text not null default 'main', service text not null, at timestamptz not null
);
create index announced_service on announced (service, at);
insert into announced (incident, service, at)
  select e.incident, h.service, min(e.at) from entry e join incident_head h on h.incident = e.incident
   where e.type = 'StakeholdersTold' group by e.incident, h.service;
