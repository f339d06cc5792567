import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { sha256Of } from '../../src/hosts/manifest.ts'
import { mariadbCopy } from '../../src/integrations/mariadb/mariadb.ts'
import type { BackupDriver, BackupTask, Taken } from '../../src/steps/change/backup-driver.ts'
import { cutBy, flipIn } from '../corruption/damage.ts'
import { sharedScratch, startMariadb } from '../real-mariadb.ts'

const going = new AbortController().signal
const shop = await startMariadb()
let home: string
let scratch: Awaited<ReturnType<typeof sharedScratch>> | undefined
let driver: BackupDriver
let task: BackupTask
let good: Taken

beforeAll(async () => {
  if (!shop) return
  home = mkdtempSync(join(tmpdir(), 'fireline-dumps-'))
  chmodSync(home, 0o711)
  scratch = await sharedScratch(join(home, 'scratch'))
  driver = mariadbCopy(scratch)
  shop.sql(`create database restored; create table customers (id int primary key); insert into customers values (1);
    create table orders (id int primary key, note text not null, key by_note (note(20))); insert into orders select seq, concat('note', 100000 + seq) from seq_1_to_2000;
    create table state (id int primary key); insert into state values (7)`)
  task = { backup: 'b', touches: ['my:shop'], folder: join(home, 'copy'), url: shop.url() }
  mkdirSync(task.folder)
  good = await driver.take(task, going)
})
afterAll(async () => {
  await scratch?.end()
  await shop?.stop()
  if (home) rmSync(home, { recursive: true, force: true })
})

/** As if its digest had been taken after the damage: what else says no is to be seen. */
async function damaged(damage: (location: string) => void, from = good.location) {
  const location = join(home, 'bad.sql')
  copyFileSync(from, location)
  damage(location)
  const taken = { ...good, location, digest: await sha256Of(location) }
  return { location, prove: () => driver.prove(task, taken, going) }
}

/** What the client itself says of it: nothing, when it exits 0. */
function restoresWell(location: string): boolean {
  shop?.sql('create or replace database restored')
  execFileSync('mariadb', ['--no-defaults', `--socket=${shop?.socket}`, '-uroot', 'restored'], {
    input: readFileSync(location),
  })
  return true
}
const counted = () => shop?.sql('select count(*) from orders; select count(*) from customers', 'restored')

describe.runIf(shop)('a dump of MariaDB that was damaged', () => {
  it('whole, it is proven', async () => {
    const { prove } = await damaged(() => {})
    expect(await prove()).toMatchObject({ level: 'L3' })
  })

  it('cut by one byte: it restores, every row is there, its last line stands; its end and its digest say no', async () => {
    const { location, prove } = await damaged(cutBy(1))
    expect(restoresWell(location)).toBe(true)
    expect(counted()).toBe('2000\n1')
    expect(readFileSync(location, 'utf8')).toMatch(/-- Dump completed on [-\d: ]+$/)
    await expect(prove()).rejects.toThrow('does not end as a whole one does')
    const cut: BackupDriver = {
      ...driver,
      async take(...asked) {
        const taken = await driver.take(...asked)
        cutBy(1)(taken.location)
        return taken
      },
    }
    const refused = copyAndProve(cut, { ...task, folder: join(home, 'copies', 'cut') }, going)
    await expect(refused).rejects.toThrow('altered, cut or damaged')
  })

  it('cut between two tables: it restores without a word, and it is refused, with an end put to it as well', async () => {
    const between = (location: string) =>
      truncateSync(location, readFileSync(location).indexOf('--\n-- Table structure for table `state`'))
    const { location, prove } = await damaged(between)
    expect(restoresWell(location)).toBe(true)
    expect(counted()).toBe('2000\n1')
    await expect(prove()).rejects.toThrow('does not end as a whole one does')
    writeFileSync(location, '\n-- Dump completed on 2026-03-01  3:00:00\n', { flag: 'a' })
    await expect(prove()).rejects.toThrow('not equal to the source: state')
  })

  it('one bit in a row: it restores without a word, every row is counted, and it is refused', async () => {
    const { location, prove } = await damaged(flipIn('note100700', 9))
    expect(restoresWell(location)).toBe(true)
    expect(counted()).toBe('2000\n1')
    await expect(prove()).rejects.toThrow('not equal to the source: orders')
  })

  it('without an index of the source, or with a column of another kind: rows are the same, and it is refused', async () => {
    const without = (from: string, to: string) => (location: string) =>
      writeFileSync(location, readFileSync(location, 'utf8').replace(from, to))
    const index = await damaged(without(',\n  KEY `by_note` (`note`(20))', ''))
    expect(restoresWell(index.location)).toBe(true)
    await expect(index.prove()).rejects.toThrow('not equal to the source: index orders.by_note')
    const column = await damaged(without('`note` text NOT NULL', '`note` text DEFAULT NULL'))
    expect(restoresWell(column.location)).toBe(true)
    await expect(column.prove()).rejects.toThrow('not equal to the source: orders')
  })

  it("another database's dump: whole, restored, and refused", async () => {
    shop?.sql('create database other', 'mysql')
    shop?.sql(
      'create table orders (id int primary key, note text not null); insert into orders values (1, "note")',
      'other',
    )
    const theirs = { ...task, folder: join(home, 'theirs'), url: shop?.url('other') ?? '' }
    mkdirSync(theirs.folder)
    const { location } = await driver.take(theirs, going)
    const { prove } = await damaged(() => {}, location)
    await expect(prove()).rejects.toThrow(/not equal to the source: .*customers/)
  })

  it('with the sandbox line of newer clients, or without it as older ones write: proven either way', async () => {
    const line = '/*M!999999\\- enable the sandbox mode */ \n'
    expect(readFileSync(good.location, 'utf8').startsWith(line)).toBe(true)
    const older = await damaged(location => writeFileSync(location, readFileSync(location, 'utf8').slice(line.length)))
    expect(await older.prove()).toMatchObject({ level: 'L3' })
  })
})
