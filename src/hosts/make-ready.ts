import type { Outcome } from '../engine/perform.ts'
import type { Shift } from '../incident/incident.ts'
import { checksOf } from '../steps/change/traffic-checks.ts'
import { TrafficTrouble, type View } from '../steps/change/traffic-driver.ts'
import { beforeOf, lookAt } from '../steps/change/way-back-watch.ts'
import { type StandByWay, wayOfStandBy } from '../store/stand-bys.ts'
import type { ShiftToken } from '../store/traffic-shifts.ts'
import { goBackNow } from './go-back.ts'
import { lookAtStandBy } from './look-at-stand-by.ts'
import type { Moving } from './send-traffic.ts'
import { done, failed, type Job, movingOf } from './traffic-job.ts'

/**
 * All that is looked at before the first request goes there, and the way back made; or what it ended with. `kept`: some of it is there
 * already, so the way back is the one that was made first, and a look that fails takes it.
 */
export async function makeReady(
  job: Job,
  shift: Shift | undefined,
  kept?: ShiftToken,
): Promise<Outcome | (Moving & { checks: Shift['checks'] })> {
  const { desk, hands, standBy, tell } = job
  const way = await wayOfStandBy(desk.db, hands.secrets, standBy)
  const no = (reason: string, code?: string) =>
    kept ? goBackNow(job, movingOf(job, kept), reason) : failed(job, reason, code)
  if (!way) return no(`${standBy} is no longer in the settings.`)
  try {
    const { driver } = movingOf(job, { way, before: nowhere, steps: [] })
    const { before, ...found } = await lookAtStandBy(desk.db, hands, driver, way, job.signal)
    const checks = checksOf({ ...found, ...(shift?.fenced !== undefined && { fenced: shift.fenced }) })
    const steps = kept?.steps ?? (typeof found.wayBack === 'string' ? [] : [...found.wayBack])
    await tell('traffic-checked', { shift: job.shift, checks, wayBack: steps.map(one => one.command) })
    const refusal = await tell('traffic-may-move', { shift: job.shift })
    if (refusal?.code === 'nothing-moved') return done(refusal.message)
    if (refusal) return no(refusal.message, refusal.code)
    const now = await driver.describe(way.reach)
    // What cannot be sent is found before anything is: the last steps as well as the first.
    driver.dryRun(now, { to: way.server, percent: job.share })
    const token = kept ?? { way, before, steps, did: did(way, before, now) }
    return { ...movingOf(job, token), checks }
  } catch (error) {
    if (error instanceof TrafficTrouble && !job.signal.aborted) return no(error.message)
    throw error
  }
}

const nowhere: View = { backend: '', servers: [], digest: '' }

/** How well the others did while the stand-by was looked at. */
const did = ({ server }: StandByWay, from: View, to: View) =>
  beforeOf(lookAt(from, server, 0).others, lookAt(to, server, 0).others)
