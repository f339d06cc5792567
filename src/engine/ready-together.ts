import type { ObligationBody } from '../incident/obligation.ts'
import { inTransaction } from '../store/db.ts'
import { headsOf } from '../store/head.ts'
import type { OwedRow } from '../store/outbox.ts'
import { leavesNow } from './call.ts'
import type { Desk } from './desk.ts'
import type { Leased } from './lease-time.ts'
import { reason } from './log.ts'
import type { Leaving } from './make-room.ts'

/** What was tried before may have left, and is looked at by itself. */
export const isFirstCall = ({ kind, attempts }: OwedRow): boolean => kind === 'call' && attempts === 1

/**
 * Calls that were leased together are made ready together, in one transaction. One that is not, because another transaction decides about
 * its person or because this one failed, is made ready by itself when it is performed.
 */
export async function readyTogether(desk: Desk, rows: readonly OwedRow[]): Promise<Omit<Leased, 'from'>[]> {
  const { readyCalls } = desk
  if (rows.length < 2 || !readyCalls) return rows.map(row => ({ row }))
  try {
    return await inTransaction(desk.db, async tx => {
      const heads = new Map(
        (
          await headsOf(
            tx,
            rows.map(row => row.incident),
          )
        ).map(is => [is.id, is]),
      )
      const leaving = rows.flatMap((row): (Leaving & { row: OwedRow })[] => {
        const body = JSON.parse(row.body) as ObligationBody['call']
        const is = heads.get(row.incident)
        const call = is?.calls.find(one => one.id === body.call)
        return is && call && leavesNow(desk, is, call) ? [{ row, body, is, call, repeat: false }] : []
      })
      const ready = await readyCalls(desk, tx, leaving, 'tries')
      tx.afterwards.push(() => desk.wake())
      const known = new Map(leaving.map(one => [one.row.id, { is: one.is, ready: ready.get(one.call.id) }]))
      return rows.map(row => ({ row, ...known.get(row.id) }))
    })
  } catch (error) {
    desk.log.error('calls could not be made ready together; each is by itself', { reason: reason(error) })
    return rows.map(row => ({ row }))
  }
}
