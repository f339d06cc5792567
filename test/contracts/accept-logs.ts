import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AcceptLog } from '../../src/engine/accept.ts'
import { adoptSegments } from '../../src/engine/adopt-segments.ts'
import { databaseClock } from '../../src/engine/clock.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { segmentLog } from '../../src/engine/segment-log.ts'
import { tableLog } from '../../src/engine/table-log.ts'
import { type Db, openPool } from '../../src/store/db.ts'
import { freshDatabase } from '../database.ts'

/** One log under test, on a database and in a folder of its own. */
export interface LogUnderTest {
  db: Db
  folder: string
  log: AcceptLog
  /** Ends it and opens it anew, as a start does; or another one in its place. */
  reopen(other?: OpenLog): Promise<void>
  end(): Promise<void>
}

export type OpenLog = (desk: Pick<Desk, 'db' | 'clock' | 'log'>, folder: string) => Promise<AcceptLog> | AcceptLog

/** Small enough that a test sees segments end. */
export const small = { segmentBytes: 64 * 1024, reserveBytes: 4_096, turn: { records: 40, bytes: 1_000_000 } }

export const acceptLogs: Record<string, OpenLog> = {
  async 'the table log'(desk, folder) {
    await adoptSegments(desk, folder)
    return tableLog(desk)
  },
  'the segment log': (desk, folder) => segmentLog(desk, { folder, ...small }),
}

export async function logUnderTest(open: OpenLog): Promise<LogUnderTest> {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'fireline-log-'))
  const db = openPool({ ...database.config, max: 4 })
  const desk = { db, clock: databaseClock(), log: { info: () => {}, error: () => {} } }
  const own: LogUnderTest = {
    db,
    folder,
    log: await open(desk, folder),
    async reopen(other = open) {
      await own.log.stop()
      own.log = await other(desk, folder)
    },
    async end() {
      await own.log.stop()
      await db.end()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return own
}
