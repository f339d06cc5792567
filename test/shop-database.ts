import pg from 'pg'

/** A small shop with what real schemas have: identity, serial, enum, domain, generated column, keys, indexes, awkward text. */
export const shopSchema = `
  create schema sales;
  create type sales.state as enum ('new', 'paid', 'it''s sent');
  create domain sales.cents as bigint check (value >= 0);
  create table sales.customers (id int generated always as identity primary key, name text not null unique);
  create table public.orders (
    id serial primary key, customer int not null references sales.customers, state sales.state not null default 'new',
    total sales.cents not null, vat numeric(12,2), doubled bigint generated always as (total * 2) stored,
    at timestamptz not null default now(), rate double precision, raw bytea, tags text[], extra jsonb, note text,
    check (vat is null or vat >= 0));
  create index orders_state on public.orders (state) where state <> 'paid';
  create table public."Odd ""name""" ("a b" text, "select" int);
  insert into sales.customers (name) select 'customer ' || i from generate_series(1, 50) i;
  insert into public.orders (customer, state, total, vat, at, rate, raw, tags, extra, note)
    select 1 + i % 50, (array['new', 'paid', 'it''s sent'])[1 + i % 3]::sales.state, i * 7, i / 3.0,
           '2026-03-29 02:30:00+01'::timestamptz + i * interval '1 minute', i / 7.0::float8, decode(md5(i::text), 'hex'),
           array['a', null, 'b\\c', 'd' || chr(10) || 'e'], jsonb_build_object('i', i, 's', E'tab\\t'), E'line\\n\\\\.\\nline\\t' || i
      from generate_series(1, 5000) i;
  insert into public."Odd ""name""" values (E'\\\\.', 1), (null, 2), ('', 3), ('\\N', 4)`

export async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
