-- More kinds of what holds data, on more hosts. Whether a kind is known is for whoever reads it: an older node says that it is not.
alter table resource drop constraint if exists resource_kind_check;
alter table resource add column service text;
alter table resource add column host text;
-- JSON, no secret: how often it is rehearsed, how long a copy is kept, to what level it is proven.
alter table resource add column spec text;
