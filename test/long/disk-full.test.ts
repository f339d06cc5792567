import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { databaseClock } from '../../src/engine/clock.ts'
import { segmentLog } from '../../src/engine/segment-log.ts'
import { openPool } from '../../src/store/db.ts'
import { freshDatabase } from '../database.ts'
import { until } from '../harness.ts'

const mebibyte = 1024 * 1024
const disk = mkdtempSync(join(tmpdir(), 'fireline-full-'))
const isMounted = mount()
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'pipe' })
    return true
  } catch {
    console.warn('\n*** SKIPPED: only root can mount the small disk that this test fills ***\n')
    return false
  }
}

test.skipIf(!isMounted)(
  'a real disk that fills: closed before anything is lost, and open again by itself',
  async () => {
    const database = await freshDatabase()
    const db = openPool({ ...database.config, max: 2 })
    const desk = { db, clock: databaseClock(), log: { info: () => {}, error: () => {} } }
    const sizes = { segmentBytes: 2 * mebibyte, reserveBytes: 3 * mebibyte }
    const open = () => segmentLog(desk, { folder: join(disk, 'accepted'), ...sizes })
    let log = await open()
    const kept: string[] = []
    const say = async (body: string) => kept.push((await log.accept({ source: 'plain', body })).receipt)
    await say('before')
    await until(() => statfsSync(disk).bavail * 4_096 < 17 * mebibyte, 'the reserve to be there')
    writeFileSync(join(disk, 'filler'), Buffer.alloc(statfsSync(disk).bavail * 4_096 - mebibyte))
    await until(() => log.trouble(), 'the log to say that it is closed')
    await expect(log.accept({ source: 'plain', body: 'lost' })).rejects.toThrow(/free/)
    rmSync(join(disk, 'filler'))
    await until(() => log.trouble() === undefined, 'the log to open by itself')
    await say('after')
    await log.stop()
    log = await open()
    for (const receipt of kept) expect(await log.receipt(receipt)).toMatchObject({ receipt })
    expect(log.depth()).toBe(2)
    await log.stop()
    await db.end()
    await database.drop()
  },
)
