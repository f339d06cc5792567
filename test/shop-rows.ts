import { between, type Random } from '../src/drill/random.ts'
import { shopSchema } from './shop-database.ts'

/** Beside the shop: what rows can hang together by, and what makes them untold. */
export const rowsSchema = `${shopSchema};
  create table public.places (
    country text, number int, name text, full_name text generated always as (country || ' ' || name) stored, code int unique,
    serial bigint generated always as identity, primary key (country, number));
  create table public.shelves (
    id int primary key, country text, place int, foreign key (country, place) references public.places on delete cascade);
  create table public.signs (
    id int primary key, code int references public.places (code) on update cascade on delete set null);
  create table public.visits (
    at date, id int, country text default 'nl', place int, seen int default 0, primary key (at, id),
    foreign key (country, place) references public.places on delete set default) partition by range (at);
  create table public.visits_old partition of public.visits for values from ('2025-01-01') to ('2026-01-01');
  create table public.visits_new (id int not null, seen int default 0, at date not null, place int, country text default 'nl');
  alter table public.visits attach partition public.visits_new for values from ('2026-01-01') to ('2027-01-01');
  insert into public.places (country, number, name, code)
    select (array['de', 'nl', 'it''s'])[1 + i % 3], i, 'place ' || i, i * 10 from generate_series(0, 39) i;
  insert into public.places (country, number, name, code) values ('nl', -1, 'default', -1);
  insert into public.shelves select 100 + i, p.country, p.number
    from generate_series(0, 119) i join public.places p on p.number = i % 40;
  insert into public.signs select i, case when i % 4 > 0 then (i % 40) * 10 end from generate_series(0, 79) i;
  insert into public.visits select '2025-12-20'::date + i % 25, i, p.country, p.number, i from generate_series(0, 119) i
    join public.places p on p.number = (i * 3) % 40;
  alter table public.visits alter column place set default -1`

/** What of it random statements may change, whole. */
export const rowsTables = ['public.orders', 'public.places', 'public.shelves', 'public.signs', 'public.visits']

const pick = <T>(random: Random, all: readonly T[]): T => all[between(random, 0, all.length - 1)] as T

/** One or several statements whose rows can be told. */
export function randomStatements(random: Random): string[] {
  const kind = between(random, 0, 9)
  if (kind < 4) return [onOrders(random)]
  if (kind < 7) return [onPlaces(random)]
  if (kind < 8) return [onVisits(random)]
  return [onOrders(random, 'update'), pick(random, [onVisits, onShelves, otherOrders])(random)]
}

function onOrders(random: Random, verb = pick(random, ['update', 'delete'])): string {
  const number = () => between(random, 1, 160)
  const alias = pick(random, ['', ' o', ' as "O o"'])
  const at = alias === '' ? 'orders.' : alias === ' o' ? 'o.' : '"O o".'
  const one = (): string =>
    pick(random, [
      () => `${at}id ${pick(random, ['<', '>', '=', '<>'])} ${number()}`,
      () => `${at}state = '${pick(random, ['new', 'paid', "it''s sent"])}'`,
      () => `${at}note like '%where%' or ${at}note like e'%\\n%${between(random, 0, 9)}'`,
      () => `${at}at between '2026-03-29 03:00' and timestamp '2026-03-29 03:00' + interval '${number()} minutes'`,
      () => `${at}tags @> array['a'] and ${at}extra->>'i' in ('${number()}', '${number()}')`,
      () => `${at}doubled > ${at}vat /* ; where */`,
      () => `exists (select from sales.customers x where x.id = ${at}customer and x.id % 7 = ${between(random, 0, 6)})`,
      () => `${at}id = any(select generate_series(${number()}, ${number()}))`,
    ])()
  const beside = pick(random, [false, false, true])
  const parts = Array.from({ length: between(random, 1, 3) }, () => `(${pick(random, ['', '', 'not '])}(${one()}))`)
  const where = `${parts.join(pick(random, [' and ', ' or ']))}${beside ? ` and c.id = ${at}customer and c.name > 'customer ${between(random, 1, 9)}'` : ''}`
  if (verb === 'delete')
    return `delete from public.orders${alias} ${beside ? 'using sales.customers c' : ''} where ${where}`
  const set = pick(random, [
    'rate = -7',
    `note = 'from x where', rate = -1`,
    `(rate, raw) = (-2, null)`,
    'raw = default',
  ])
  return `update orders${alias} set ${set} ${beside ? 'from sales.customers c' : ''}\n where ${where};`
}

/** Finds by no column that `onOrders` writes. */
const otherOrders = (random: Random): string =>
  `update public.orders set total = total + 1 where customer = ${between(random, 1, 50)} or id < ${between(random, 1, 20)}`

/** Takes along shelves, signs and visits. */
const onPlaces = (random: Random): string =>
  pick(random, [
    () => `delete from places where number = ${between(random, 0, 39)}`,
    () =>
      `delete from places p using shelves s where (s.country, s.place) = (p.country, p.number) and s.id % ${between(random, 5, 40)} = 1 and p.number >= 0`,
    () => `update places set code = code + 1000, name = 'moved' where number between ${between(random, 0, 20)} and 24`,
    () => `update only places set name = 'x' where full_name like 'nl place ${between(random, 0, 3)}%'`,
  ])()

const onVisits = (random: Random): string =>
  pick(random, [
    () => `update visits v set seen = seen + 1 where v.at > '2025-12-${between(random, 20, 31)}' and v.id % 3 = 1`,
    () =>
      `delete from visits where place in (select number from places where country = 'de') or id = ${between(random, 0, 119)}`,
    () => `update public.visits_new set seen = 0 where id > ${between(random, 0, 119)}`,
  ])()

const onShelves = (random: Random): string => `delete from shelves where id > ${between(random, 100, 219)}`
