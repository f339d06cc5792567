import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { savedRanAndBack } from '../../../test/saved-rows.ts'
import { withClient } from '../../../test/shop-database.ts'
import { rowsSchema } from '../../../test/shop-rows.ts'
import { putRowsBack } from '../../agent/restore-rows.ts'
import { copyAndProve } from '../../hosts/copy-and-prove.ts'
import { scratchCluster } from '../../hosts/scratch-cluster.ts'
import type { BackupTask } from '../../steps/change/backup-driver.ts'
import { rowsCopy } from './rows.ts'

const going = new AbortController().signal
let home: string
let source: FreshDatabase
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fireline-rows-'))
  chmodSync(home, 0o711)
  source = await freshDatabase()
  const more = `
    create table public.heard (id int primary key, said text, code int unique, about int references public.heard on delete set null);
    create table public.lines (id int primary key, heard int references public.heard on delete cascade);
    create table public.words (line int references public.lines on delete cascade);
    create table public.notes (heard int references public.heard (code) on update cascade);
    insert into public.heard values (1, 'one', 10, null), (2, 'two', 20, null), (3, 'three', null, null), (4, 'four', null, 3);
    insert into public.lines values (1, 1); insert into public.words values (1); insert into public.notes values (20);
    create table public.ruled (id int primary key); create rule r as on delete to public.ruled do instead nothing;
    create function public.shout() returns trigger language plpgsql as 'begin return new; end';
    create trigger loud before update on public.ruled for each row execute function public.shout();
    create table public.keyless (id int); create view public.seen as select * from public.orders;
    create function public.odd(int) returns boolean language sql volatile as 'select true';
    create function public.wide(int) returns boolean language sql stable as 'select true'`
  await withClient(source.config, client => client.query(`${rowsSchema};${more}`))
})
afterAll(async () => {
  await source.drop()
  rmSync(home, { recursive: true, force: true })
})

let n = 0
const taskOf = (sql: string | string[], touches = ['pg:shop/x/public.orders']): BackupTask => ({
  backup: `b${++n}`,
  folder: join(home, 'backups', `b${n}`),
  touches: touches.map(touch => touch.replace(/\/x(?=\/|$)/, `/${source.config.database}`)),
  url: source.url,
  commands: [sql].flat().map(one => `psql -c '${one.replaceAll("'", `'\\''`)}'`),
})
const driver = () => rowsCopy(scratchCluster(join(home, 'scratch')))
const save = (sql: string | string[], touches?: string[]) => copyAndProve(driver(), taskOf(sql, touches), going)
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
    expect(put).toEqual([
      {
        table: '"public"."orders"',
        saved: 135,
        writtenOver: 135,
        madeAgain: 0,
        others: ['id 37 (state, rate)'],
      },
    ])
    expect(await all()).toEqual(before)
  })

  it('come back after a DELETE, with their own keys', async () => {
    const before = await all()
    const bad = `delete from public.orders o using sales.customers c where c.id = o.customer and c.name in ('customer 7', 'customer 8')`
    const saved = await unproven(bad)
    await run(bad)
    expect(await putRowsBack(saved.location, source.url, false)).toMatchObject([
      {
        saved: 200,
        writtenOver: 0,
        madeAgain: 200,
      },
    ])
    expect(await all()).toEqual(before)
  })

  it.each<[string, string, string[]?]>([
    [
      `delete from heard where id = 1`,
      'rows of public.lines would go with them, and rows of public.words with those',
      ['pg:shop/x/heard'],
    ],
    [`delete from heard where id = 3`, 'other rows of public.heard itself would go with them', ['pg:shop/x/heard']],
    [`update heard set code = 30 where id = 2`, 'public.notes has no primary key', ['pg:shop/x/heard']],
    [`update ruled set id = 2 where id = 1`, 'a rule of ruled says what happens instead', ['pg:shop/x/ruled']],
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

  it.each<[string, string, string]>([
    [
      'update orders set total = 1 where id = 1',
      'update orders set rate = 1 where total = 1',
      'the update of orders may change what the update of orders finds',
    ],
    ['update orders set total = 1 where id = 1', 'update orders set rate = 1 where doubled = 2', 'may change what'],
    [
      'update orders set total = 1 where id = 1',
      'update orders o set rate = 1 where o::text > $$1$$',
      'may change what',
    ],
    [
      'delete from orders where id = 1',
      'update orders set rate = 1 where id < 3',
      'the delete of orders may change what',
    ],
    [
      'update orders set total = 1 where id = 1',
      'update public.heard set said = null where id in (select total from orders)',
      'may change what',
    ],
    [
      'delete from places where number = 1',
      'delete from visits where id = 1',
      'the delete of places may change what the delete of visits finds',
    ],
    [
      'update heard set said = null where id = 1',
      'update orders set rate = 1 where wide(id)',
      'wide() may read what an earlier one',
    ],
    [
      'update orders set rate = 1 where id = 1',
      'vacuum orders',
      "of “psql -c 'vacuum orders'”: it is neither UPDATE nor DELETE",
    ],
  ])('%s; %s: not saved, for %s, and the way is one by one', async (first, second, why) => {
    const saving = save([first, second], ['pg:shop/x'])
    await expect(saving).rejects.toThrow(why)
    await expect(saving).rejects.toThrow('Make each a change of its own, or take a full copy.')
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

  it('of random statements, the rows that are saved are the rows that change, and they go back as they were', async () => {
    await run('delete from public.orders where id > 150')
    expect(await savedRanAndBack(source, 10, 7)).toBeGreaterThan(5)
  })
})
