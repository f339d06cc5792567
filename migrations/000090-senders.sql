-- What a sender of this kind asks to be set, as JSON text; secrets in it are sealed one by one.
alter table integration add column settings text;
