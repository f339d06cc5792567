import { lateFrom, mayBeSilentMs } from '../alert/heartbeat.ts'
import { heardAgain, type Late, lateAlert } from '../steps/intake/late.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { expectedHeartbeats, forgetDeleted, type Heartbeat, setLate } from '../store/heartbeats.ts'
import { noteListening } from '../store/listening.ts'
import { ownIntegration } from '../store/own-integrations.ts'
import type { Accepting } from './accept.ts'
import type { Desk } from './desk.ts'

/**
 * Looks once which heartbeats are late or heard again, on one node at a time. What it finds is accepted like any alert; a
 * crash in between finds it again, and the same alert twice is one. `wasDeaf`: this process has not listened until now.
 */
export async function watchHeartbeats(desk: Desk, log: Accepting, wasDeaf: boolean): Promise<void> {
  await inTransaction(desk.db, async tx => {
    if (!(await mayWatch(tx))) return
    const since = await noteListening(tx, desk.clock.now(), wasDeaf)
    const now = desk.clock.at()
    const expected = await expectedHeartbeats(tx)
    for (const heartbeat of expected) {
      const lateSince = lateFrom(heartbeat, since)
      const isLate = !heartbeat.isOver && lateSince !== undefined && lateSince <= now
      if (isLate && !heartbeat.lateSince) await tell(desk, tx, log, heartbeat, lateSince)
      if (!isLate && heartbeat.lateSince) await tell(desk, tx, log, heartbeat, undefined)
    }
    if (expected.some(one => one.isOver)) await forgetDeleted(tx)
  })
}

async function mayWatch(tx: Tx): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('fireline heartbeats', 0)) as mine",
  )
  return rows[0]?.mine === true
}

async function tell(
  desk: Desk,
  tx: Tx,
  log: Accepting,
  heartbeat: Heartbeat,
  lateSince: string | undefined,
): Promise<void> {
  const integration = await ownIntegration(desk.db, 'heartbeats', desk.clock.now())
  const late: Late = { ...heartbeat, silentMs: mayBeSilentMs(heartbeat) ?? 0 }
  const alert = lateSince ? lateAlert(late, lateSince) : heardAgain(late, heartbeat.lateSince ?? '', desk.clock.at())
  await log.accept({ integration, source: 'heartbeat', body: JSON.stringify({ alerts: [alert] }) })
  await setLate(tx, heartbeat.id, lateSince ?? null)
}
