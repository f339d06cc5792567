import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutBy, flipIn } from '../../../test/corruption/damage.ts'
import { type RealMariadb, startMariadb } from '../../../test/real-mariadb.ts'
import type { Point } from '../../incident/prints.ts'
import { optionsOf, readAddress } from './address.ts'
import { mariadbCopy } from './mariadb.ts'
import { between } from './point.ts'
import { versionIn } from './programs.ts'

describe('where a MariaDB is', () => {
  it('is read from a URL, and written so that its tools read the same', () => {
    const at = readAddress('mariadb://back%20up:p%22a%5C%23%0A@db-1:3307/shop?ssl-ca=%2Fetc%2Fca.pem')
    const said = {
      host: 'db-1',
      port: '3307',
      user: 'back up',
      password: 'p"a\\#\n',
      database: 'shop',
      ca: '/etc/ca.pem',
    }
    expect(at).toEqual(said)
    expect(optionsOf(at)).toBe(
      '[client]\nhost="db-1"\nport="3307"\nuser="back up"\npassword="p"a\\\\#\\n"\nssl-ca="/etc/ca.pem"\nssl-verify-server-cert\n',
    )
    expect(() => readAddress('postgres://db-1/shop')).toThrow('not a mariadb:// URL')
  })

  it('a MySQL is no MariaDB, whatever its programs are called', () => {
    expect(versionIn('mysqldump  Ver 8.0.36-0ubuntu for Linux on x86_64 ((Ubuntu))')).toBe(undefined)
    expect(versionIn('mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux')).toBe(1104)
  })
})

describe('what was written since a copy of MariaDB', () => {
  const since: Point = {
    at: '2026-03-01T10:00:05.500Z',
    system: 'a',
    statsReset: '1772300000 7',
    tables: [
      { name: 'orders', writes: 1772359100, file: 'x' },
      { name: 'log', writes: 1772359100, file: 'y' },
    ],
  }
  const now = (orders: number, more: Partial<Point> = {}): Point => ({
    ...since,
    tables: [{ name: 'orders', writes: orders, file: 'x' }, ...(since.tables?.slice(1) ?? [])],
    ...more,
  })

  it('is told by table', () => {
    expect(between(since, now(1772359100), 'all')).toEqual({ changed: [] })
    expect(between(since, now(1772359300), 'all')).toEqual({ changed: ['orders'] })
    expect(between(since, { ...since, tables: since.tables?.slice(1) ?? [] }, 'all')).toEqual({ changed: ['orders'] })
    expect(between(since, { ...since, tables: since.tables?.slice(1) ?? [] }, 'these')).toEqual({ changed: [] })
  })

  it.each<[string, Point, Point]>([
    ['another server', since, now(1772359100, { system: 'b' })],
    ['a server that started anew', since, now(1772359100, { statsReset: '1772300100 7' })],
    ['a table that was made anew', since, now(1772359100, { statsReset: '1772300000 8' })],
    ['a table that nobody wrote to since the start', now(0), now(0)],
    ['a table that was written in the very second of the copy', now(1772359205), now(1772359205)],
  ])('is not known of %s', (_, before, after) => {
    expect(between(before, after, 'all')).toBe(undefined)
  })
})

const shop = await startMariadb()
let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'fireline-my-quick-'))
})
afterAll(async () => {
  await shop?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** The same server takes what is restored: one to start, not two. The long tests use the real one. */
const beside = ({ sql, url }: RealMariadb) => ({
  version: async () => sql('select version()'),
  open: async () => {
    sql('create or replace database scratch')
    return { url: url('scratch', 'root'), close: async () => {} }
  },
})

describe.runIf(shop)('a dump of a real MariaDB', () => {
  it('is proven row by row; one bit in a row, or the last table left out, restores without a word and is refused', async () => {
    if (!shop) return
    shop.sql(`create table orders (id int primary key, note text); insert into orders values (1, 'note one'), (2, null);
      create table state (id int primary key); insert into state values (1)`)
    const driver = mariadbCopy(beside(shop))
    const task = { backup: 'b', touches: ['my:shop'], folder: join(home, 'copy'), url: shop.url() }
    mkdirSync(task.folder)
    expect(await driver.unfit(task)).toBe(undefined)
    const taken = await driver.take(task, AbortSignal.timeout(60_000))
    const proof = () => driver.prove(task, taken, AbortSignal.timeout(60_000))
    expect(await proof()).toMatchObject({
      level: 'L3',
      proof: expect.stringContaining('2 tables, 3 rows restored and equal'),
    })
    const whole = readFileSync(taken.location, 'utf8')
    flipIn('note one', 5)(taken.location)
    await expect(proof()).rejects.toThrow('not equal to the source: orders')
    writeFileSync(taken.location, whole.slice(0, whole.indexOf('-- Table structure for table `state`')))
    await expect(proof()).rejects.toThrow('does not end as a whole one does')
    writeFileSync(taken.location, whole)
    cutBy(1)(taken.location)
    await expect(proof()).rejects.toThrow('does not end as a whole one does')
  })
})
