import { claimBeat, recordBeat } from '../store/outside-heartbeat.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'

/**
 * Tells the dead man's switch outside that Fireline is well: at most once a minute over all nodes, and only while canary
 * alerts come all the way through and nothing that should have left is late. Silence is the message: whoever listens out there then wakes somebody.
 */
export async function beat(
  desk: Desk,
  { secrets, outbound }: Outside,
  health: { promise(): { ok: boolean } },
): Promise<void> {
  if (!health.promise().ok) return
  const url = await claimBeat(desk.db, secrets, desk.clock.now())
  if (!url) return
  const { pathname, search } = new URL(url)
  const request = { method: 'GET', url, redact: [url, pathname + search, pathname.slice(1)] } as const
  try {
    const { status, body } = await outbound.send(request, AbortSignal.timeout(10_000))
    await recordBeat(desk.db, `${status} ${body}`.trim(), status >= 200 && status < 300)
  } catch (error) {
    await recordBeat(desk.db, reason(error), false)
  }
}
