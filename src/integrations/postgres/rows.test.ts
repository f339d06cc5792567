import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { shopSchema, withClient } from '../../../test/shop-database.ts'
import { putRowsBack } from '../../agent/restore-rows.ts'
import { between, type Random, seeded } from '../../drill/random.ts'
import { copyAndProve } from '../../hosts/copy-and-prove.ts'
import { scratchCluster } from '../../hosts/scratch-cluster.ts'
import { readTouch, type Touched } from '../../incident/touches.ts'
import type { BackupTask } from '../../steps/change/backup-driver.ts'
import { type Rows, rowsOf } from '../../steps/change/rows.ts'
import { rowsCopy } from './rows.ts'
import { rowsFound, thoseRows } from './rows-found.ts'
import { openPinned } from './source.ts'

const going = new AbortController().signal
let home: string
let source: FreshDatabase
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fireline-rows-'))
  chmodSync(home, 0o711)
  source = await freshDatabase()
  const more = `
    create table public.heard (id int primary key, said text);
    create table public.lines (id int primary key, heard int references public.heard on delete cascade);
    create function public.shout() returns trigger language plpgsql as 'begin return new; end';
    create trigger loud before update on public.heard for each row execute function public.shout();
    create table public.keyless (id int); create view public.seen as select * from public.orders;
    create function public.odd(int) returns boolean language sql volatile as 'select true'`
  await withClient(source.config, client => client.query(`${shopSchema};${more}`))
})
afterAll(async () => {
  await source.drop()
  rmSync(home, { recursive: true, force: true })
})

let n = 0
const taskOf = (sql: string, touches = ['pg:shop/x/public.orders']): BackupTask => ({
  backup: `b${++n}`,
  folder: join(home, 'backups', `b${n}`),
  touches: touches.map(touch => touch.replace('/x/', `/${source.config.database}/`)),
  url: source.url,
  commands: [`psql -c '${sql.replaceAll("'", `'\\''`)}'`],
})
const driver = () => rowsCopy(scratchCluster(join(home, 'scratch')))
const save = (sql: string, touches?: string[]) => copyAndProve(driver(), taskOf(sql, touches), going)
/** For what is not about the proof. */
async function unproven(sql: string) {
  const task = taskOf(sql)
  mkdirSync(task.folder, { recursive: true })
  return driver().take(task, going)
}
const run = <T extends pg.QueryResultRow>(sql: string) =>
  withClient(source.config, async client => (await client.query<T>(sql)).rows)
const all = () => run<{ orders: string }>(`select string_agg(t::text, '|' order by id) as orders from public.orders t`)

describe('the rows of one statement', () => {
  it('are saved, proven and put back: everything is as it was, and what others wrote meanwhile is not written over unasked', async () => {
    const before = await all()
    const bad = `update orders set total = total * 100, note = 'oh' where id % 37 = 0 and at < now()`
    const saved = await save(bad)
    expect(saved).toMatchObject({ level: 'L3', proof: expect.stringMatching(/^135 rows of orders saved/) as string })
    expect(statSync(saved.location).mode & 0o777).toBe(0o600)
    expect(saved.restore).toBe(`fireline restore-rows '${saved.location}' --into <url>`)
    await run(bad)
    await run(`update orders set state = 'new', rate = 7 where id = 37`)
    const refused = putRowsBack(saved.location, source.url, false)
    await expect(refused).rejects.toThrow('written by others since: id 37 (state, rate)')
    const put = await putRowsBack(saved.location, source.url, true)
    expect(put).toEqual({
      table: '"public"."orders"',
      saved: 135,
      writtenOver: 135,
      madeAgain: 0,
      others: ['id 37 (state, rate)'],
    })
    expect(await all()).toEqual(before)
  })

  it('come back after a DELETE, with their own keys', async () => {
    const before = await all()
    const bad = `delete from public.orders o using sales.customers c where c.id = o.customer and c.name in ('customer 7', 'customer 8')`
    const saved = await unproven(bad)
    await run(bad)
    expect(await putRowsBack(saved.location, source.url, false)).toMatchObject({
      saved: 200,
      writtenOver: 0,
      madeAgain: 200,
    })
    expect(await all()).toEqual(before)
  })

  it.each<[string, string, string[]?]>([
    [`delete from heard where id = 1`, 'rows of lines would go with them', ['pg:shop/x/heard']],
    [`update heard set said = 'x' where id = 1`, 'the trigger loud may write elsewhere', ['pg:shop/x/heard']],
    [`update keyless set id = 2 where id = 1`, 'has no primary key', ['pg:shop/x/keyless']],
    [`update seen set total = 1 where id = 1`, 'is a view', ['pg:shop/x/seen']],
    [`update orders set id = id + 1 where id = 1`, 'it changes the key'],
    [`update orders set total = 1 where odd(id)`, 'it calls odd()'],
    [`update orders set total = 1 where random() < 0.5`, 'it calls random()'],
    [`update sales.customers set name = 'x' where id = 1`, 'which is not what the change says that it touches'],
    [`update nothing set name = 'x' where id = 1`, 'There is no table nothing'],
    [`update orders set nothing = 'x' where id = 1`, 'column "nothing" of relation "orders" does not exist'],
    [`update orders set total = 1`, 'it says no “where”'],
  ])('%s: not saved, for %s', async (sql, why, touches) => {
    await expect(save(sql, touches)).rejects.toThrow(why)
  })

  it('a file that was cut or altered puts nothing back', async () => {
    const before = await all()
    const { location } = await unproven('update orders set total = 0 where id < 4')
    const good = readFileSync(location, 'latin1')
    for (const bad of [good.slice(0, -1), good.replace('customer', 'custom3r'), good.replace(/\n1\t/, '\n9\t')]) {
      writeFileSync(location, bad, 'latin1')
      await expect(putRowsBack(location, source.url, true)).rejects.toThrow(/altered|cut off|damaged/)
    }
    expect(await all()).toEqual(before)
  })

  it('of random statements, the rows that are found are the rows that change', async () => {
    const random = seeded(7)
    const touched = [readTouch('pg:shop/x/public.orders') as Touched]
    await run('delete from public.orders where id > 150')
    const client = await openPinned(source.config)
    const writer = new pg.Client(source.config)
    await writer.connect()
    let some = 0
    for (let i = 0; i < statementsTried; i++) {
      const rows = rowsOf(statement(random)) as Rows
      await client.query('begin')
      const found = await rowsFound(client, rows, touched)
      const ids = await client.query<{ id: number }>(`select id from (${thoseRows(found)}) t order by id`)
      await client.query('rollback')
      const at = rows.alias === undefined ? 'orders' : `"${rows.alias}"`
      await writer.query('begin')
      const changed = await writer.query<{ id: number }>(
        `with changed as (${rows.sql} returning ${at}.id) select id from changed order by id`,
      )
      await writer.query('rollback')
      expect({ sql: rows.sql, rows: ids.rows }).toEqual({ sql: rows.sql, rows: changed.rows })
      if (changed.rows.length > 0) some++
    }
    await client.end()
    await writer.end()
    expect(some).toBeGreaterThan(statementsTried / 3)
  })
})

/** More of them with FIRELINE_STATEMENTS=500, as for docs/gate.md. */
const statementsTried = Number(process.env['FIRELINE_STATEMENTS'] ?? 30)

function statement(random: Random): string {
  const pick = <T>(all: readonly T[]): T => all[between(random, 0, all.length - 1)] as T
  const number = () => between(random, 1, 160)
  const alias = pick(['', ' o', ' as "O o"'])
  const at = alias === '' ? 'orders.' : alias === ' o' ? 'o.' : '"O o".'
  const one = (): string =>
    pick([
      () => `${at}id ${pick(['<', '>', '=', '<>'])} ${number()}`,
      () => `${at}state = '${pick(['new', 'paid', "it''s sent"])}'`,
      () => `${at}note like '%where%' or ${at}note like e'%\\n%${between(random, 0, 9)}'`,
      () => `${at}at between '2026-03-29 03:00' and timestamp '2026-03-29 03:00' + interval '${number()} minutes'`,
      () => `${at}tags @> array['a'] and ${at}extra->>'i' in ('${number()}', '${number()}')`,
      () => `${at}vat is distinct from ${at}total /* ; where */`,
      () => `exists (select from sales.customers x where x.id = ${at}customer and x.id % 7 = ${between(random, 0, 6)})`,
      () => `${at}id = any(select generate_series(${number()}, ${number()}))`,
    ])()
  const beside = pick([false, false, true])
  const where = `${Array.from({ length: between(random, 1, 3) }, () => `(${pick(['', '', 'not '])}(${one()}))`).join(pick([' and ', ' or ']))}${beside ? ` and c.id = ${at}customer and c.name > 'customer ${between(random, 1, 9)}'` : ''}`
  if (pick([true, false]))
    return `delete from public.orders${alias} ${beside ? 'using sales.customers c' : ''} where ${where}`
  const set = pick([
    'total = total + 1',
    `note = 'from x where', rate = 1`,
    `(state, vat) = ('paid', 1)`,
    'raw = default',
  ])
  return `update orders${alias} set ${set} ${beside ? 'from sales.customers c' : ''}\n where ${where};`
}
