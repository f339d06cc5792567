import { setTimeout as pause } from 'node:timers/promises'
import { startAuditing } from '../../src/engine/audit-pages.ts'
import { databaseClock } from '../../src/engine/clock.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { openPool } from '../../src/store/db.ts'
import { clusterFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster, superuser } from '../../src/store/embedded/postmaster.ts'
import { cpuSeconds } from '../intake/processes.ts'

const looks = 20
const auditEverySeconds = 10

/** What the auditor alone costs beside a server that waits, of one core: its own CPU here and that of its connection, once it has read every timeline. */
export async function auditShareOn(dataDir: string): Promise<number> {
  const host = readPostmaster(clusterFolder(dataDir))?.socketFolder
  const db = openPool({ host, user: superuser, database: 'fireline', max: 1 })
  const { rows } = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
  const desk = { db, clock: databaseClock(), wake() {}, log: { info() {}, error() {} } }
  // It asks what time it is when a look has ended.
  let ended = 0
  const auditor = startAuditing(desk as unknown as Desk, () => ++ended)
  const looked = async () => {
    for (const before = ended; ended === before; ) await pause(5)
  }
  await looked()
  const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 + cpuSeconds([rows[0]?.pid ?? 0])
  const from = cpu()
  for (let n = 0; n < looks; n++) {
    auditor.soon()
    await looked()
  }
  const seconds = (cpu() - from) / looks
  await auditor.stop()
  await db.end()
  return seconds / auditEverySeconds
}
