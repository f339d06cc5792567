-- A sender in shadow: another pager gets the same bodies, and still pages. What comes is kept and listed, and opens nothing here.
alter table integration add column mode text not null default 'live' check (mode in ('live', 'shadow'));
