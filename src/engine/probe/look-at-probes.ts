import type { Alert } from '../../alert/alert.ts'
import { endsSoon, isDown, type Seen } from '../../alert/probe.ts'
import { downAlert, endingAlert, overAt } from '../../steps/intake/probed.ts'
import { ownIntegration } from '../../store/own-integrations.ts'
import { forgetProbe, type ProbeState, saveLook, takeDueProbes } from '../../store/probes.ts'
import type { Accepting } from '../accept.ts'
import type { Desk } from '../desk.ts'
import type { Outbound } from '../outbound.ts'
import { atOnce, type Taking } from '../taking.ts'
import { look } from './look.ts'

const mostAtOnce = 20

/** Looks at what is due: each probe on one node at a time, at most so many at once. */
export function prober(desk: Desk, log: Accepting, outbound: Outbound): Taking {
  return atOnce(desk, mostAtOnce, 'a probe', {
    take: room => takeDueProbes(desk.db, desk.clock.now(), room),
    work: state => lookAt(desk, log, outbound, state),
  })
}

async function lookAt(desk: Desk, log: Accepting, outbound: Outbound, taken: ProbeState): Promise<void> {
  const began = performance.now()
  const found = taken.isDeleted ? undefined : await look(outbound, taken.probe)
  if (!found) return takeBack(desk, log, taken)
  await keepLook(desk, log, taken, { at: desk.clock.at(), ms: Math.round(performance.now() - began), ...found })
}

const mostKept = 20

/** What changed is accepted before it is kept: a crash in between finds the same again. */
async function keepLook(desk: Desk, log: Accepting, state: ProbeState, now: Seen): Promise<void> {
  const { id, probe } = state
  const seen = [...state.seen, now].slice(-mostKept)
  const down = isDown(state.downSince !== undefined, seen, probe)
  const ending = endsSoon(now, probe.check) ?? state.expiryToldAt !== undefined
  const alerts: Alert[] = [
    ...changed(downAlert(id, probe, now), state.downSince, down, now.at),
    ...changed(endingAlert(id, probe, now), state.expiryToldAt, ending, now.at),
  ]
  await tell(desk, log, alerts)
  const downSince = down ? (state.downSince ?? now.at) : undefined
  const expiryToldAt = ending ? (state.expiryToldAt ?? now.at) : undefined
  await saveLook(desk.db, { id, probe, seen, downSince, expiryToldAt }, nextAt(desk, probe.everyMs))
}

/** Nothing when it is as it was. */
function changed(alert: Alert, since: string | undefined, fires: boolean, at: string): Alert[] {
  if (fires === (since !== undefined)) return []
  return [fires ? alert : overAt(alert, since ?? at, at)]
}

/** Up to a tenth earlier or later, so that many that were made together do not stay together. */
const nextAt = (desk: Desk, everyMs: number): Date =>
  new Date(desk.clock.now().getTime() + everyMs * (0.9 + Math.random() / 5))

/** Nobody looks at it any more: what it told is over. */
async function takeBack(desk: Desk, log: Accepting, { id, probe, downSince, expiryToldAt }: ProbeState): Promise<void> {
  const at = desk.clock.at()
  const gone: Seen = { at, isWell: true, says: 'no longer looked at', ms: 0, certificateEndsAt: at }
  await tell(desk, log, [
    ...changed(downAlert(id, probe, gone), downSince, false, at),
    ...changed(endingAlert(id, probe, gone), expiryToldAt, false, at),
  ])
  await forgetProbe(desk.db, id)
}

async function tell(desk: Desk, log: Accepting, alerts: Alert[]): Promise<void> {
  if (alerts.length === 0) return
  const integration = await ownIntegration(desk.db, 'probes', desk.clock.now())
  await log.accept({ integration, source: 'probe', body: JSON.stringify({ alerts }) })
}
