import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { debianPostgres } from '../../../test/debian-postgres.ts'
import { until } from '../../../test/harness.ts'
import { startOther } from '../../../test/other-postgres.ts'
import { shopSchema, withClient } from '../../../test/shop-database.ts'
import { putBack } from '../../agent/restore-copy.ts'
import { backupDrivers } from '../../backup-drivers.ts'
import { copyAndProve } from '../../hosts/copy-and-prove.ts'
import { scratchCluster } from '../../hosts/scratch-cluster.ts'
import type { BackupDriver, BackupTask } from '../../steps/change/backup-driver.ts'
import { between } from './distance.ts'
import { fingerprint, tableOf } from './fingerprint.ts'
import { fingerprintGently } from './fingerprint-gently.ts'
import { restorable } from './pg-restore.ts'
import { builtInCopy } from './postgres.ts'
import { sha256Of } from './sha256.ts'

const whole = ['pg:shop']
const two = ['pg:shop/x/sales.customers', 'pg:shop/x/orders']
const debian = debianPostgres()
const going = new AbortController().signal

let home: string
let source: FreshDatabase
let other: Awaited<ReturnType<typeof startOther>> | undefined
let drivers: BackupDriver[]
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fireline-copies-'))
  chmodSync(home, 0o711)
  drivers = backupDrivers({ dataDir: home })
  source = await freshDatabase()
  other = debian && (await startOther(debian, ['--locale=C.UTF-8']))
  await withClient(source.config, client =>
    client.query(`drop schema public cascade; create schema public; ${shopSchema}`),
  )
  if (other) await withClient({ connectionString: other.url }, client => client.query(shopSchema))
})
afterAll(async () => {
  await source.drop()
  await other?.stop()
  rmSync(home, { recursive: true, force: true })
})

let n = 0
/** Touches name the database that this run has, whatever the test calls it. */
const taskOf = (touches: readonly string[], url: string): BackupTask => ({
  backup: `b${++n}`,
  folder: join(home, 'backups', 'inc', `b${n}`),
  touches: touches.map(touch => touch.replace('/x/', `/${new URL(url).pathname.slice(1)}/`)),
  url,
})
const driver = (name: string): BackupDriver => drivers.find(one => one.name === name) as BackupDriver

/** The same driver, and which phases it told of. */
const hearing = (from: BackupDriver, told: Set<string>): BackupDriver => ({
  ...from,
  take: (task, signal) => from.take(task, signal, step => void told.add(step.phase)),
  prove: (task, taken, signal) => from.prove(task, taken, signal, step => void told.add(step.phase)),
})

/** For what happens to a copy afterwards. */
async function unprovenCopy(): Promise<string> {
  const task = taskOf(two, source.url)
  mkdirSync(task.folder, { recursive: true })
  return (await driver('built-in').take(task, going)).location
}

describe('a copy of a real PostgreSQL', () => {
  it.runIf(debian)('rows are summed in pieces, gently, to the same print', async () => {
    await withClient({ connectionString: other?.url }, async client => {
      await client.query(
        `create table large as select i, repeat(md5(i::text), 60) as t from generate_series(1, 9000) i; analyze large`,
      )
      const name = { schema: 'public', table: 'large' }
      expect(await fingerprintGently(client, name, { isGentle: true, share: () => 1 }, going)).toBe(
        await fingerprint(client, name),
      )
      await client.query('drop table large')
    })
  })

  it('the built-in copy of named tables is restored elsewhere and equal to the last row', async () => {
    const task = { ...taskOf(two, source.url), pace: 'gentle' as const }
    const proven = await copyAndProve(driver('built-in'), task, going)
    expect(proven).toMatchObject({ level: 'L3', covers: task.touches })
    expect(proven.proof).toContain('2 tables, 5,050 rows restored and equal')
    expect(proven.proof).not.toContain('Not rebuilt')
    expect(statSync(proven.location).mode & 0o777).toBe(0o600)
    expect(proven.restore).toBe(`fireline restore-copy '${proven.location}' --replace --into <url>`)
  })

  it.runIf(other || debian)('PostgreSQL 15: the built-in copy of everything', async () => {
    const task = { ...taskOf(whole, other?.url ?? ''), smoke: 'select 1; drop table orders' }
    const told = new Set<string>()
    const proven = await copyAndProve(hearing(driver('built-in'), told), task, going)
    expect(proven.proof).toContain('3 tables, 5,054 rows restored and equal')
    expect(proven).toMatchObject({ level: 'L3', shown: { built: { missing: [] }, smoke: { ok: false } } })
    expect(proven.proof).toContain('The smoke query does not: cannot insert multiple commands')
    expect([...told]).toEqual(['copy', 'restore'])
  })

  it.runIf(debian)('PostgreSQL 15: pg_dump in one snapshot, pg_restore elsewhere, every row compared', async () => {
    const smoke = 'select count(*) from orders where id > 5000'
    const proven = await copyAndProve(driver('pgdump'), { ...taskOf(whole, other?.url ?? ''), smoke }, going)
    expect(proven).toMatchObject({ level: 'L3' })
    expect(proven.proof).toContain('The smoke query does not: it answered [[0]].')
    expect(proven.proof).toContain('3 tables, 5,054 rows restored and equal')
    expect(readFileSync(join(proven.location, 'toc.dat')).subarray(0, 5).toString()).toBe('PGDMP')
    expect(modesIn(proven.location)).toEqual(['600', '700'])
    expect(proven.proof).toContain('9 indexes and constraints rebuilt')
  })

  it.runIf(debian)(
    'PostgreSQL 15: the whole server by its files, started elsewhere, looked through and compared',
    async () => {
      const smoke = 'select count(*) > 4000 from orders'
      const proven = await copyAndProve(driver('basebackup'), { ...taskOf(whole, other?.url ?? ''), smoke }, going)
      expect(proven).toMatchObject({ level: 'L4', shown: { restored: true, smoke: { ok: true } } })
      expect(proven.proof).toContain('3 tables, 5,054 rows equal to the source')
      expect(proven.restore).toMatch(/^to="\$\{FIRELINE_INTO:-shop_restored\}" && mkdir -m 700 -- "\$to" && tar /)
    },
  )

  it.runIf(debian)('the way back goes into a database of its own, and the line does it as it stands', async () => {
    const url = new URL(other?.url ?? '')
    const proven = await copyAndProve(driver('pgdump'), taskOf(whole, url.href), going)
    const env = { ...process.env, PGHOST: decodeURIComponent(url.hostname), PGUSER: url.username }
    await promisify(execFile)('/bin/sh', ['-c', proven.restore], { env })
    url.pathname = '/postgres_restored'
    const { rows } = await withClient({ connectionString: url.href }, client =>
      client.query('select count(*)::int as orders from orders'),
    )
    expect(rows).toEqual([{ orders: 5_000 }])
    await withClient({ connectionString: other?.url }, client => client.query('drop database postgres_restored'))
  })

  it.runIf(debian)('equal rows without an index of the source are no way back', async () => {
    const pgDump = driver('pgdump')
    const indexed: BackupDriver = {
      ...pgDump,
      async take(task, signal) {
        const taken = await pgDump.take(task, signal)
        expect(taken.point).toMatchObject({ system: expect.stringMatching(/^\d+$/), lsn: expect.stringContaining('/') })
        expect(taken.prints?.map(({ name, count }) => [name, count])).toEqual([['"public"."orders"', 5_000]])
        return { ...taken, built: [...(taken.built ?? []), 'index public.orders_late'] }
      },
    }
    const refused = copyAndProve(indexed, taskOf(['pg:shop/postgres/orders'], other?.url ?? ''), going)
    await expect(refused).rejects.toThrow('with every row, but without index public.orders_late of the source')
  })

  it.runIf(debian)('pg_dump of named tables brings the types and schemas that they need', async () => {
    const task = { ...taskOf(['pg:shop/postgres/orders'], other?.url ?? ''), pace: 'gentle' as const }
    const proven = await copyAndProve(driver('pgdump'), task, going)
    expect(proven.proof).toContain('1 tables, 5,000 rows')
  })

  it.runIf(debian)('code that an owner of the source hid in it can do nothing where the copy is proven', async () => {
    const marker = join(tmpdir(), `fireline-ran-${process.pid}`)
    const hidden = `
      create function public.looks(v int) returns boolean language plpgsql as $$ begin
        if current_database() = 'scratch' then copy (select 1) to program 'touch ${marker}'; end if; return true;
      exception when insufficient_privilege then return true; end $$;
      create table public.trap (v int check (public.looks(v)), primary key (v)); insert into public.trap values (1);
      alter table public.trap enable row level security; alter table public.trap force row level security;
      create function public.on_ddl() returns event_trigger language plpgsql as 'begin end';
      create event trigger sees_all on ddl_command_end execute function public.on_ddl()`
    const url = new URL(other?.url ?? '')
    url.pathname = '/hostile'
    await withClient({ connectionString: other?.url }, client => client.query('create database hostile'))
    await withClient({ connectionString: url.href }, client => client.query(hidden))
    const proven = await copyAndProve(driver('pgdump'), taskOf(whole, url.href), going)
    expect(existsSync(marker)).toBe(false)
    expect(proven.proof).toBe(
      '1 tables, 1 rows restored and equal. 3 indexes and constraints rebuilt. event triggers were not rebuilt for the proof',
    )
  })

  it('a pg_dump that is older than the server is refused, and the built-in copy is used instead', async () => {
    const refused = copyAndProve(driver('pgdump'), taskOf(whole, source.url), going)
    await expect(refused).rejects.toThrow(/pg_dump 15 is older than the server, PostgreSQL 18|not installed/)
    const proven = await copyAndProve(driver('postgres'), taskOf(whole, source.url), going)
    expect(proven.location).toMatch(/copy\.fireline$/)
  })

  it('a busy table is compared with what it was in the snapshot', async () => {
    const builtIn = driver('built-in')
    const whileBusy: BackupDriver = {
      ...builtIn,
      async prove(task, taken, signal) {
        await withClient(source.config, client =>
          client.query(`insert into sales.customers (name) values ('meanwhile')`),
        )
        return builtIn.prove(task, taken, signal)
      },
    }
    const proven = await copyAndProve(whileBusy, taskOf(two, source.url), going)
    expect(proven.proof).toContain('5,050 rows')
    await withClient(source.config, client => client.query(`delete from sales.customers where name = 'meanwhile'`))
  })

  it('says what is wrong: no such table, a view, a server that does not answer, and never the password', async () => {
    const failing = (touches: string[], url: string) => copyAndProve(driver('built-in'), taskOf(touches, url), going)
    await expect(failing(['pg:shop/x/nothing'], source.url)).rejects.toThrow('There is no table public.nothing')
    await expect(failing(['pg:shop/x/orders; drop table orders'], source.url)).rejects.toThrow('There is no table')
    const dead = failing(whole, 'postgres://shop:hunter%212hunter@127.0.0.1:1/shop')
    await expect(dead).rejects.toThrow(/does not answer/)
    await dead.catch((error: Error) => expect(error.message).not.toMatch(/hunter/))
  })
})

describe('what was written since a copy', () => {
  it.runIf(debian)(
    'is told by table; rolled back writes count, a truncate counts, and a counter that began anew tells nothing',
    async () => {
      const url = new URL(other?.url ?? '')
      url.pathname = '/distances'
      const doing = (sql: string) => withClient({ connectionString: url.href }, client => client.query(sql))
      await withClient({ connectionString: other?.url }, client => client.query('create database distances'))
      await doing('create table a (i int); insert into a select generate_series(1, 9)')
      await doing('create table b (i int); insert into b values (1)')
      const task = taskOf(['pg:shop/distances'], url.href)
      mkdirSync(task.folder, { recursive: true })
      const { point } = await driver('built-in').take(task, going)
      if (!point) throw new Error('a copy without its point')
      const now = () => driver('postgres').distance?.(task, point)
      const becomes = (changed: string[], rows: number) =>
        until(
          async () => JSON.stringify((await now()) ?? {}).includes(JSON.stringify({ changed, rows }).slice(1, -1)),
          `${rows} rows`,
          30_000,
        )
      await becomes([], 0)
      await doing('begin; update a set i = 0 where i > 7; rollback')
      await becomes(['"public"."a"'], 2)
      await doing('truncate b')
      await becomes(['"public"."a"', '"public"."b"'], 2)
      await doing('select pg_stat_reset()')
      expect(await now()).toBeUndefined()
    },
  )

  it('of another cluster, of tables that count less than before, and of a point that counted nothing, nothing can be told', () => {
    const point = { at: '', system: '1', statsReset: 'x', tables: [{ name: 'a', writes: 5, file: '1/1p' }] }
    expect(between(point, point)).toEqual({ changed: [], rows: 0 })
    expect(between(point, { ...point, system: '2' })).toBeUndefined()
    expect(between(point, { ...point, tables: [{ name: 'a', writes: 4, file: '1/1p' }] })).toBeUndefined()
    expect(between({ at: '', system: '1', statsReset: 'x' }, point)).toBeUndefined()
    expect(between(point, { ...point, tables: [] })).toEqual({ changed: ['a'], rows: 0 })
  })
})

describe('a copy that is a folder', () => {
  it('is another one when a file of it is altered, gone, added or named differently', async () => {
    const make = (files: Record<string, string>) => {
      const folder = mkdtempSync(join(home, 'folder-'))
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      return sha256Of(folder)
    }
    const good = { a: '1', b: '2' }
    const others: Record<string, string>[] = [
      { a: '1', b: '3' },
      { a: '1' },
      { a: '1', b: '2', c: '' },
      { a: '1', c: '2' },
    ]
    const all = await Promise.all([good, good, ...others].map(make))
    expect(all[0]).toBe(all[1])
    expect(new Set(all).size).toBe(5)
  })

  it('holds files only: a link is no copy', async () => {
    const folder = mkdtempSync(join(home, 'folder-'))
    symlinkSync('/etc/hostname', join(folder, 'toc.dat'))
    await expect(sha256Of(folder)).rejects.toThrow('toc.dat does not belong into this copy')
  })

  it('an extension that only a superuser makes is left out of the proof, and said', () => {
    const contents =
      '2; 3079 16390 EXTENSION - pg_stat_statements \n3; 3079 16391 EXTENSION - pg_trgm \n9; 1259 1 TABLE public a x'
    const { list, left } = restorable(contents, taskOf(whole, source.url), new Set(['pg_trgm']))
    expect(list.split('\n').map(line => line.split(' ').at(-2))).toEqual(['pg_trgm', 'a'])
    expect(left).toEqual(['the extension pg_stat_statements was not rebuilt for the proof'])
  })
})

describe('a copy that was damaged proves nothing', () => {
  let good: string
  const builtIn = () => builtInCopy(scratchCluster(join(home, 'scratch')))
  beforeAll(async () => {
    good = await unprovenCopy()
  })
  const damaged: [string, (path: string) => void][] = [
    ['cut by one byte', path => truncateSync(path, statSync(path).size - 1)],
    ['cut in the middle of its rows', path => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['without its last line', path => truncateSync(path, readFileSync(path).lastIndexOf('{"end"'))],
    ['one bit flipped in a row', path => flip(path, readFileSync(path).indexOf('customer 17') + 10)],
    ['one byte changed in its head', path => flip(path, 30)],
    ['something added at its end', path => writeFileSync(path, '\\.\n', { flag: 'a' })],
    ['one row missing', path => writeFileSync(path, readFileSync(path, 'utf8').replace(/17\tcustomer 17\n/, ''))],
  ]
  it.each(damaged)('%s: refused while it is proven, and when it is put back nothing changes', async (_, damage) => {
    const builtInNow = builtIn()
    const spoiled: BackupDriver = {
      ...builtInNow,
      async take(again, signal) {
        const taken = await builtInNow.take(again, signal)
        damage(taken.location)
        return taken
      },
    }
    await expect(copyAndProve(spoiled, taskOf(two, source.url), going)).rejects.toThrow('altered, cut or damaged')
    const bad = `${good}.bad`
    copyFileSync(good, bad)
    damage(bad)
    const into = await freshDatabase()
    await expect(putBack(bad, into.url, 'refuse')).rejects.toThrow()
    const left = await withClient(into.config, client => client.query(`select to_regclass('public.orders') as found`))
    expect(left.rows[0]).toEqual({ found: null })
    await into.drop()
  })

  it('a copy of something else is not equal: restored is not enough', async () => {
    const builtInNow = builtIn()
    const lying: BackupDriver = {
      ...builtInNow,
      async take(again, signal) {
        const taken = await builtInNow.take(again, signal)
        return { ...taken, source: new Map([...taken.source].map(([name]) => [name, '50 rows 1 2'])) }
      },
    }
    await expect(copyAndProve(lying, taskOf(two, source.url), going)).rejects.toThrow('not equal to the source')
  })
})

describe('fireline restore-copy', () => {
  it('puts the rows back in place, sequences and all, and refuses to overwrite unasked', async () => {
    const location = await unprovenCopy()
    const count = () =>
      withClient(
        source.config,
        async client => (await client.query('select sum(total)::text as sum from orders')).rows[0],
      )
    const before = await count()
    await withClient(source.config, client => client.query('update orders set total = 0 where id % 2 = 0'))
    await expect(putBack(location, source.url, 'refuse')).rejects.toThrow('--replace puts the copy in their place')
    const cli = fileURLToPath(new URL('../../cli/cli.ts', import.meta.url))
    const said = await promisify(execFile)(process.execPath, [
      cli,
      'restore-copy',
      location,
      '--into',
      source.url,
      '--replace',
      '--json',
    ])
    expect(JSON.parse(said.stdout)).toMatchObject({
      tables: [
        { rows: 50, isEqual: true },
        { rows: 5_000, isEqual: true },
      ],
    })
    expect(await count()).toEqual(before)
  })

  it('reads the copy that an older Fireline wrote, whose rows were summed another way', async () => {
    const location = await unprovenCopy()
    const lines = readFileSync(location, 'utf8').trimEnd().split('\n')
    const older = (name: string) =>
      withClient(source.config, async client => {
        await client.query(`set search_path = pg_catalog; set timezone = 'UTC'; set extra_float_digits = 3`)
        return fingerprint(client, tableOf(name), '0 rows 0 0')
      })
    const fingerprints = [await older('"sales"."customers"'), await older('"public"."orders"')]
    expect(fingerprints[0]).toMatch(/^50 rows \d+ \d+$/)
    const rows = [lines[0]?.replace('"v":2', '"v":1'), ...lines.slice(1, -1), ''].join('\n')
    const sha256 = createHash('sha256').update(rows).digest('hex')
    writeFileSync(`${location}.1`, `${rows}${JSON.stringify({ end: true, fingerprints, sha256 })}\n`)
    const into = await freshDatabase()
    const put = await putBack(`${location}.1`, into.url, 'refuse')
    expect(put.tables.map(table => table.isEqual)).toEqual([true, true])
    await into.drop()
  })

  it('makes tables, keys and sequences anew in an empty database', async () => {
    const location = await unprovenCopy()
    const into = await freshDatabase()
    await putBack(location, into.url, 'refuse')
    const { rows } = await withClient(into.config, client =>
      client.query(`insert into orders (customer, total) values (1, 5) returning id, state, doubled::int`),
    )
    expect(rows).toEqual([{ id: 5_001, state: 'new', doubled: 10 }])
    const orphan = withClient(into.config, client =>
      client.query(`insert into orders (customer, total) values (999, 5)`),
    )
    await expect(orphan).rejects.toThrow('foreign key')
    await into.drop()
  })
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(path, bytes)
}

/** Of a folder and all that lies in it, each once. */
function modesIn(folder: string): string[] {
  const all = [folder, ...readdirSync(folder).map(name => join(folder, name))]
  return [...new Set(all.map(path => (statSync(path).mode & 0o777).toString(8)))].sort()
}
