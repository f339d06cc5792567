import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { startCopied } from '../../src/hosts/scratch-copy.ts'
import { physicalCopy } from '../../src/integrations/postgres/physical.ts'
import { type BackupDriver, type BackupTask, SourceDamaged, type Taken } from '../../src/steps/change/backup-driver.ts'
import { readPostmaster, stopPostmaster, superuser } from '../../src/store/embedded/postmaster.ts'
import { startServer } from '../../src/store/embedded/server.ts'
import { serverUser } from '../../src/store/embedded/server-user.ts'
import { flipIn } from '../corruption/damage.ts'
import { debianPostgres } from '../debian-postgres.ts'
import { type OtherPostgres, startOther } from '../other-postgres.ts'
import { withClient } from '../shop-database.ts'

const going = new AbortController().signal
const debian = debianPostgres()
const program = (name: string) => join(debian?.bin ?? '', name)

let home: string
let driver: BackupDriver
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'fireline-bases-'))
  chmodSync(home, 0o711)
  driver = physicalCopy(startCopied(join(home, 'scratch')))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const running: OtherPostgres[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

interface Shop {
  url: string
  ask(sql: string): Promise<Record<string, unknown>[]>
  /** A file of the data, while its server is down. */
  spoil(relation: string, damage: (path: string) => void): Promise<void>
  folder: string
}

/** 2,000 orders, with an index by their notes; what is written is in the files. */
async function shop(...initdb: string[]): Promise<Shop> {
  if (!debian) throw new Error('no PostgreSQL')
  const other = await startOther(debian, ['--locale=C.UTF-8', ...initdb])
  running.push(other)
  const ask = (sql: string) =>
    withClient(
      { connectionString: other.url },
      async client => (await client.query(sql)).rows as Record<string, unknown>[],
    )
  await ask(`create table orders (id int primary key, note text not null);
    insert into orders select i, 'note' || (100000 + i) from generate_series(1, 2000) i; create index by_note on orders (note)`)
  await ask('vacuum analyze orders')
  const [said] = await ask('show data_directory')
  const folder = String(said?.['data_directory'])
  return {
    url: other.url,
    ask,
    folder,
    async spoil(relation, damage) {
      await ask('checkpoint')
      const [found] = await ask(`select pg_relation_filepath('${relation}') as path`)
      await other.stopNow()
      const path = join(folder, String(found?.['path']))
      const { uid, gid } = statSync(path)
      damage(path)
      chownSync(path, uid, gid)
      await other.startAgain()
    },
  }
}

let n = 0
const taskOf = (url: string, more: Partial<BackupTask> = {}): BackupTask => {
  const folder = join(home, 'backups', 'inc', `b${++n}`)
  return { backup: `b${n}`, touches: ['pg:shop'], folder, url, ...more }
}
async function taken(task: BackupTask): Promise<Taken> {
  mkdirSync(task.folder, { recursive: true, mode: 0o700 })
  return driver.take(task, going)
}

describe.runIf(debian)('a copy of a whole PostgreSQL by its files', () => {
  it('is started elsewhere, sound and equal; the line that puts it back makes a server beside the one that runs', async () => {
    const { url, ask } = await shop()
    const proven = await copyAndProve(driver, taskOf(url), going)
    expect(proven).toMatchObject({ level: 'L3', covers: ['pg:shop'], shown: { built: { missing: [] } } })
    expect(proven.proof).toContain('1 table, 2,000 rows equal to the source')
    expect(proven.proof).toMatch(/\d{3} tables sound, \d{3} indexes of them agree/)
    expect(readdirSync(proven.location)).toContain('backup_manifest')
    await ask('delete from orders')
    const into = join(home, 'put back')
    const line = () => spawnSync('/bin/sh', ['-c', proven.restore], { env: { ...process.env, FIRELINE_INTO: into } })
    expect(line().status).toBe(0)
    // What is there is never written over.
    expect(line().status).not.toBe(0)
    expect(await ask('select count(*)::int as orders from orders')).toEqual([{ orders: 0 }])
    expect(await countIn(into, 'orders')).toBe(2_000)
  })

  it('of a source that is written to all the while is compared with what it was at that moment', async () => {
    const { url, ask } = await shop()
    const env = {
      ...process.env,
      PGHOST: decodeURIComponent(new URL(url).hostname),
      PGUSER: superuser,
      PGDATABASE: 'postgres',
    }
    execFileSync(program('pgbench'), ['-i', '-q', '-s', '1'], { env, stdio: 'ignore' })
    // Gently, a checkpoint is spread over most of that.
    await ask(`alter system set checkpoint_timeout = '30s'`)
    await ask('select pg_reload_conf()')
    const load = spawn(program('pgbench'), ['-n', '-c', '4', '-R', '150', '-T', '300'], { env, stdio: 'ignore' })
    try {
      const proven = await withClient({ connectionString: url }, async client => {
        await client.query(`begin; insert into orders values (9000, 'under way for long')`)
        return copyAndProve(driver, taskOf(url, { pace: 'gentle' }), going)
      })
      expect(proven.level).toBe('L3')
      expect(proven.shown?.source?.map(one => one.name)).toContain('"public"."pgbench_history"')
      expect(await ask('select count(*) > 0 as some from pgbench_history')).toEqual([{ some: true }])
    } finally {
      load.kill()
    }
  })

  it('takes nothing of what the source is told: what it loads, archives to and follows', async () => {
    const { url, ask } = await shop()
    const marker = join(home, 'archived')
    await ask(`alter system set archive_mode = on`)
    await ask(`alter system set archive_command = 'touch ${marker}'`)
    await ask(`alter system set shared_preload_libraries = 'nothing_of_that_name'`)
    await ask(
      `create function never() returns event_trigger language plpgsql as 'begin raise exception ''set off''; end'`,
    )
    await ask('create event trigger never on ddl_command_start execute function never()')
    await ask('alter event trigger never enable')
    await ask(`alter database postgres set session_preload_libraries = 'nothing_either'`)
    const proven = await copyAndProve(driver, taskOf(withOptions(url)), going)
    expect(proven.level).toBe('L3')
    expect(existsSync(marker)).toBe(false)
  })

  it('needs no superuser; who may not, and what no files hold, hears what to do', async () => {
    const { url, ask } = await shop()
    await ask('create role copies login; grant pg_read_all_data to copies')
    const as = url.replace(`${superuser}@`, 'copies@')
    await expect(copyAndProve(driver, taskOf(as), going)).rejects.toThrow('ALTER ROLE copies REPLICATION')
    await ask('alter role copies replication')
    expect(await copyAndProve(driver, taskOf(as), going)).toMatchObject({ level: 'L3' })
    await ask('create unlogged table carts (id int); insert into carts values (1)')
    await expect(copyAndProve(driver, taskOf(as), going)).rejects.toThrow('carts is unlogged')
    expect(await driver.unfit(taskOf(as, { touches: ['pg:shop/postgres/orders'] }))).toBeUndefined()
  })

  it('that is stopped ends, and leaves no server behind', async () => {
    const { url } = await shop()
    const [task, stop] = [taskOf(url), new AbortController()]
    const copy = await taken(task)
    const told = driver.prove(task, copy, stop.signal, step => void (step.phase === 'compare' && stop.abort()))
    await expect(told).rejects.toThrow()
    expect(readdirSync(join(home, 'scratch')).filter(name => name.startsWith('fireline-scratch-'))).toEqual([])
  })
})

describe.runIf(debian)('files of PostgreSQL that are damaged', () => {
  it('one bit in an index of the copy: its list of files says no', async () => {
    const { url } = await shop('--data-checksums')
    const task = taskOf(url)
    const copy = await taken(task)
    repacked(copy.location, folder => flipIn('note100700', 9)(fileWith(folder, 'note100700', 'last')))
    const digest = await driver.digestOf(copy.location)
    expect(digest).not.toBe(copy.digest)
    await expect(driver.prove(task, { ...copy, digest }, going)).rejects.toThrow(
      /pg_verifybackup ended with 1: .*checksum/,
    )
  })

  it('one bit in an index of a source without checksums: a lookup finds nothing, every tool of PostgreSQL says yes, and it is refused', async () => {
    const { url, ask, spoil } = await shop()
    await spoil('by_note', flipIn('note100700', 9))
    const byIndex = `set enable_seqscan = off; select count(*)::int as found from orders where note = 'note100700'`
    expect(await lastOf(url, byIndex)).toEqual([{ found: 0 }])
    expect(await ask('select count(*)::int as found from orders')).toEqual([{ found: 2_000 }])
    const env = { ...process.env, PGHOST: decodeURIComponent(new URL(url).hostname), PGUSER: superuser }
    const plain = join(home, 'plain')
    expect(spawnSync(program('pg_basebackup'), ['-D', plain, '-c', 'fast'], { env }).status).toBe(0)
    expect(execFileSync(program('pg_verifybackup'), [plain], { encoding: 'utf8' })).toContain('successfully verified')
    const refused = await copyAndProve(driver, taskOf(url), going).catch((error: Error) => error)
    expect(refused).toBeInstanceOf(SourceDamaged)
    expect((refused as Error).message).toContain('REINDEX INDEX CONCURRENTLY public.by_note')
  })

  it('a page of a source with checksums: refused as it is read', async () => {
    const { url, spoil } = await shop('--data-checksums')
    await spoil('orders', flipIn('note100700', 9))
    const refused = await copyAndProve(driver, taskOf(url), going).catch((error: Error) => error)
    expect(refused).toBeInstanceOf(SourceDamaged)
    expect((refused as Error).message).toMatch(/The source itself is damaged: pg_basebackup ended with 1: .*checksum/)
  })

  it('one bit in a row of a source without checksums: it starts and reads well, and is not equal to what was there before', async () => {
    const { url, ask, spoil } = await shop()
    await ask('drop index by_note')
    const before = await taken(taskOf(url))
    await spoil('orders', flipIn('note100700', 9))
    const task = taskOf(url)
    const { source, prints = [] } = before
    const copy = { ...(await taken(task)), source, prints }
    await expect(driver.prove(task, copy, going)).rejects.toThrow('not equal to the source: "public"."orders"')
  })
})

/** The rows of a folder that was put back, asked of a server that a person starts on it. */
async function countIn(pgdata: string, table: string): Promise<number | undefined> {
  const user = serverUser(join(home, 'nothing'))
  const socketFolder = mkdtempSync(join(tmpdir(), 'fireline-put-'))
  if (user) for (const path of [pgdata, socketFolder]) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, path])
  if (!debian) return undefined
  await startServer({
    binaries: debian,
    pgdata,
    socketFolder,
    logFile: join(home, 'log'),
    user,
    settings: { fsync: 'off' },
  })
  try {
    const { rows } = await withClient({ host: socketFolder, user: superuser, database: 'postgres' }, client =>
      client.query<{ found: number; mode: string }>(
        `select count(*)::int as found, current_setting('archive_mode') as mode from ${table}`,
      ),
    )
    expect(rows[0]?.mode).toBe('off')
    return rows[0]?.found
  } finally {
    const postmaster = readPostmaster(pgdata)
    if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
    rmSync(socketFolder, { recursive: true, force: true })
  }
}

/** The archive of the data with this done to what it holds. */
function repacked(location: string, damage: (folder: string) => void): void {
  const [folder, archive] = [mkdtempSync(join(home, 'unpacked-')), join(location, 'base.tar.gz')]
  execFileSync('tar', ['-xzf', archive, '-C', folder])
  damage(folder)
  execFileSync('tar', ['-czf', archive, '-C', folder, '.'])
}

function fileWith(folder: string, text: string, which: 'last'): string {
  const found = execFileSync('grep', ['-rlaF', text, join(folder, 'base')], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .sort()
  return found.at(which === 'last' ? -1 : 0) ?? ''
}

const lastOf = (url: string, sql: string) =>
  withClient(
    { connectionString: url },
    async client => ((await client.query(sql)) as unknown as { rows: unknown[] }[]).at(-1)?.rows,
  )

/** A database that loads what is not there lets in who says that nothing is loaded. */
const withOptions = (url: string) => `${url}?options=${encodeURIComponent('-c session_preload_libraries=')}`
