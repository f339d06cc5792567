import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratchCluster } from '../../src/hosts/scratch-cluster.ts'
import { pgDump } from '../../src/integrations/postgres/pg-dump.ts'
import type { BackupDriver, BackupTask, OpenScratch, Scratch, Taken } from '../../src/steps/change/backup-driver.ts'
import { largest } from '../contracts/backup-cases.ts'
import { debianPostgres } from '../debian-postgres.ts'
import { startOther } from '../other-postgres.ts'
import { withClient } from '../shop-database.ts'
import { cutBy, flipBit, flipIn } from './damage.ts'

const going = new AbortController().signal
const debian = debianPostgres()
let home: string
let other: Awaited<ReturnType<typeof startOther>> | undefined
let scratch: Scratch | undefined
let driver: BackupDriver
let task: BackupTask
let good: Taken

/** One cluster for all rows of the table, emptied between them. */
const shared: OpenScratch = async () => {
  scratch ??= await scratchCluster(join(home, 'scratch'))()
  await withClient(scratch, client => client.query('drop schema public cascade; create schema public'))
  return { ...scratch, close: async () => {} }
}

const fill = (sql: string) => withClient({ connectionString: other?.url }, client => client.query(sql))
/** A dump by hand, with its rows as they are: nothing but the rows themselves tells of a flipped bit. */
const plainDump = (to: string) =>
  execFileSync(join(debian?.bin ?? '', 'pg_dump'), ['-Fd', '-Z0', '-f', to, '-d', other?.url ?? ''])

beforeAll(async () => {
  if (!debian) return
  home = mkdtempSync(join(tmpdir(), 'fireline-dumps-'))
  chmodSync(home, 0o711)
  other = await startOther(debian, ['--locale=C.UTF-8'])
  driver = pgDump(shared)
  await fill(`create table orders (id int primary key, note text not null);
    insert into orders select i, 'note' || (100000 + i) from generate_series(1, 2000) i; create index on orders (note);
    create table customers (id int primary key); insert into customers values (1)`)
  task = { backup: 'b', touches: ['pg:shop'], folder: join(home, 'copy'), url: other.url }
  mkdirSync(task.folder)
  good = await driver.take(task, going)
  plainDump(join(home, 'plain'))
})
afterAll(async () => {
  await scratch?.close()
  await other?.stop()
  if (home) rmSync(home, { recursive: true, force: true })
})

let n = 0
/** A copy of its own with this damage, as if its digest had been taken after it: what else says no is to be seen. */
async function damaged(from: string, damage: (location: string) => void) {
  const folder = join(home, `row${++n}`)
  mkdirSync(folder)
  const location = join(folder, 'bad')
  cpSync(from, location, { recursive: true })
  damage(location)
  const restore = (...args: string[]) => spawnSync(join(debian?.bin ?? '', 'pg_restore'), [...args, location]).status
  const digest = await driver.digestOf(location)
  return { restore, prove: () => driver.prove({ ...task, folder }, { ...good, location, digest }, going) }
}

describe.runIf(debian)('a dump of PostgreSQL that was damaged', () => {
  it('whole, it is proven', async () => {
    const { prove } = await damaged(good.location, () => {})
    expect(await prove()).toMatchObject({ level: 'L3' })
  })

  it.each([
    ['cut by one byte', (location: string) => cutBy(1)(largest(location))],
    ['without the file of a table', (location: string) => rmSync(largest(location))],
  ])('%s: its table of contents reads well, and it is refused', async (_, damage) => {
    const { restore, prove } = await damaged(good.location, damage)
    expect(restore('-l')).toBe(0)
    await expect(prove()).rejects.toThrow()
  })

  it('one bit in the head of its contents: it reads without complaint, and it is refused', async () => {
    const { restore, prove } = await damaged(good.location, location => flipBit(join(location, 'toc.dat'), 8))
    expect([restore('-l'), restore('-f', '/dev/null')]).toEqual([0, 0])
    await expect(prove()).rejects.toThrow()
  })

  it('one bit in a row: every tool of PostgreSQL calls it fine, and it is refused', async () => {
    const { restore, prove } = await damaged(join(home, 'plain'), location =>
      flipIn('note100700', 9)(largest(location)),
    )
    expect([restore('-l'), restore('-f', '/dev/null')]).toEqual([0, 0])
    await expect(prove()).rejects.toThrow(/not equal to the source: .*orders/)
  })

  it('of the same tables as they were later: whole, restored, and refused', async () => {
    await fill('insert into customers values (2)')
    const later = join(home, 'later')
    plainDump(later)
    const { prove } = await damaged(later, () => {})
    await expect(prove()).rejects.toThrow(/not equal to the source: .*customers/)
  })
})
