import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { sha256Of } from '../../src/hosts/manifest.ts'
import { sqliteCopy } from '../../src/integrations/sqlite/sqlite.ts'
import type { BackupTask, Taken } from '../../src/steps/change/backup-driver.ts'
import { requireProgram } from '../real-program.ts'
import { cutBy, flipIn, flipInLast } from './damage.ts'

const going = new AbortController().signal
const sqlite3 = requireProgram('sqlite3')
let home: string
let path: string
let good: Taken
let task: BackupTask
const ask = (file: string, sql: string) =>
  execFileSync('sqlite3', ['-batch', '-init', '/dev/null', file, sql], { encoding: 'utf8' }).trim()

beforeAll(async () => {
  if (!sqlite3) return
  home = mkdtempSync(join(tmpdir(), 'fireline-damaged-'))
  path = join(home, 'cart.db')
  ask(
    path,
    `create table orders (id integer primary key, name text, note text); create index by_name on orders (name);
     with recursive n(i) as (select 1 union all select i + 1 from n where i < 400)
       insert into orders select i, 'name' || (100000 + i), 'note' || (100000 + i) from n`,
  )
  task = { backup: 'b', touches: ['lite:cart'], folder: join(home, 'copy'), path }
  mkdirSync(task.folder)
  good = await sqliteCopy.take(task, going)
})
afterAll(() => {
  if (home) rmSync(home, { recursive: true, force: true })
})

/** As if its digest had been taken after the damage: what else says no is to be seen. */
async function provenAnyway(damage: (file: string) => void) {
  const location = `${good.location}.bad`
  copyFileSync(good.location, location)
  damage(location)
  const taken = { ...good, location, digest: await sha256Of(location) }
  const folder = join(home, 'proof')
  mkdirSync(folder, { recursive: true })
  return { location, proof: sqliteCopy.prove({ ...task, folder }, taken, going) }
}

describe.runIf(sqlite3)('a copy of SQLite that was damaged', () => {
  it('whole, it is proven', async () => {
    const { proof } = await provenAnyway(() => {})
    expect(await proof).toMatchObject({ level: 'L3' })
  })

  it('a bit in a row that no index covers: both of its own checks call it fine, and it is refused', async () => {
    const { location, proof } = await provenAnyway(flipIn('note100200', 9))
    expect([ask(location, 'pragma quick_check'), ask(location, 'pragma integrity_check')]).toEqual(['ok', 'ok'])
    await expect(proof).rejects.toThrow('not equal to the source: orders')
  })

  it('a bit in an index: the quick check and every row are fine, and it is refused', async () => {
    const damage = (file: string) => {
      flipInLast('name100200', 9)(file)
      if (ask(file, `select name from orders not indexed where id = 200`) === 'name100200') return
      copyFileSync(good.location, file)
      flipIn('name100200', 9)(file)
    }
    const { location, proof } = await provenAnyway(damage)
    expect(ask(location, 'pragma quick_check')).toBe('ok')
    expect(ask(location, `select name from orders not indexed where id = 200`)).toBe('name100200')
    await expect(proof).rejects.toThrow(/damaged: .*missing from index by_name/)
  })

  it('cut by one byte: the quick check calls it fine, and its digest does not', async () => {
    const spoiled = {
      ...sqliteCopy,
      async take(...asked: Parameters<typeof sqliteCopy.take>) {
        const taken = await sqliteCopy.take(...asked)
        cutBy(1)(taken.location)
        expect(ask(taken.location, 'pragma quick_check')).toBe('ok')
        return taken
      },
    }
    const refused = copyAndProve(spoiled, { ...task, folder: join(home, 'cut') }, going)
    await expect(refused).rejects.toThrow('altered, cut or damaged')
  })

  it('a `cp` of a file that is open misses what is committed, and is no copy of it', async () => {
    const open = join(home, 'open.db')
    const copied = join(home, 'cp.db')
    // It is copied while its one connection is open: closed, it would be tidied up.
    const written =
      'pragma journal_mode = wal; create table t (x); pragma wal_checkpoint(truncate); insert into t values (7)'
    execFileSync('sqlite3', ['-batch', '-init', '/dev/null', open, written, `.shell cp ${open} ${copied}`])
    expect(ask(copied, 'select count(*) from t')).toBe('0')
    const one = { ...task, path: open, folder: join(home, 'wal') }
    mkdirSync(one.folder)
    const taken = await sqliteCopy.take(one, going)
    const digest = await sha256Of(copied)
    await expect(sqliteCopy.prove(one, { ...taken, location: copied, digest }, going)).rejects.toThrow('not equal')
  })
})
