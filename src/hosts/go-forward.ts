import type { Outcome } from '../engine/perform.ts'
import type { Shift } from '../incident/incident.ts'
import { capacity } from '../steps/change/traffic-checks.ts'
import { TrafficTrouble } from '../steps/change/traffic-driver.ts'
import { getsNothing, shareSet } from '../steps/change/way-back-watch.ts'
import { readHead } from '../store/head.ts'
import { type KeptShift, noteMoved, type ShiftToken } from '../store/traffic-shifts.ts'
import { goBackFor, goBackNow } from './go-back.ts'
import { looksOf } from './look-at-stand-by.ts'
import { makeReady } from './make-ready.ts'
import { keepAtProxy, type Moving, sendForward, TurnedBack } from './send-traffic.ts'
import { counted, type Job, movingOf } from './traffic-job.ts'
import { turned, watchMoved, watchStandBy } from './watch-traffic.ts'

const canaryPercent = 5
const interrupted = 'Fireline stopped while it moved.'
const isBack = 'It was back at the proxy already.'

/** From wherever it was: from the start, or what a node that is gone left. */
export async function goForward(job: Job, { state, token }: KeptShift): Promise<Outcome> {
  if (state === 'new' || !token) return begin(job, token)
  const moving = movingOf(job, token)
  const { way } = token
  const view = await moving.driver.describe(way.reach)
  // A node that had no database for its words may have taken it back, or a person at the proxy.
  if (state === 'moved') return getsNothing(view, way.server) ? goBackNow(job, moving, isBack) : watchMoved(job, moving)
  const isThere = Math.abs(shareSet(view, way.server) - job.share) <= 1
  return isThere ? theRest(job, moving) : goBackFor(job, moving, interrupted)
}

async function begin(job: Job, token?: ShiftToken): Promise<Outcome> {
  const shift = (await readHead(job.desk.db, job.incident))?.shifts?.find(one => one.id === job.shift)
  const ready = await makeReady(job, shift, token)
  if ('outcome' in ready) return ready
  try {
    const { canarySeconds } = looksOf(ready.token.way)
    if (token || canarySeconds === 0 || job.share <= canaryPercent) return await theRest(job, ready)
    const { token: known, why, mayGoOn } = await canary(job, ready, canarySeconds, shift)
    return mayGoOn ? await theRest(job, { ...ready, token: known }) : await goBackNow(job, ready, why)
  } catch (error) {
    if (error instanceof TrafficTrouble && !job.signal.aborted) return goBackNow(job, ready, error.message)
    throw error
  }
}

/** The first few per cent, watched. Who moves it for a reason goes past what is worse there, not past what is dead. */
async function canary(
  job: Job,
  moving: Moving & { checks: Shift['checks'] },
  seconds: number,
  shift: Shift | undefined,
): Promise<{ token: ShiftToken; why: string; mayGoOn: boolean }> {
  const { signal, tell } = job
  const seen = await sendForward(moving, canaryPercent, signal)
  await tell('traffic-shifted', { shift: job.shift, share: canaryPercent, ...counted(seen) })
  const until = performance.now() + seconds * 1000
  const isTurned = turned(moving, 'moving')
  const isOver = () => signal.aborted || performance.now() >= until || isTurned()
  const { verdict, before, requests } = await watchStandBy(
    moving,
    moving.token.did ?? { errors: 0 },
    isOver,
    () => true,
  )
  if (isTurned()) throw new TurnedBack()
  signal.throwIfAborted()
  const check = capacity(canaryPercent, seen.requests + requests, verdict?.why)
  await tell('traffic-checked', { shift: job.shift, checks: [...moving.checks, check] })
  const mayGoOn = check.ok || (verdict?.kind === 'soft' && shift?.despite !== undefined)
  return { token: { ...moving.token, did: before }, why: check.says, mayGoOn }
}

/** All that is asked for; from then on it is watched. */
async function theRest(job: Job, moving: Moving): Promise<Outcome> {
  const { desk, shift, share, tell } = job
  const seen = await sendForward(moving, share, job.signal)
  const paste = await keepAtProxy(moving)
  if (!(await noteMoved(desk.db, shift))) throw new TurnedBack()
  await tell('traffic-shifted', { shift, share, ...counted(seen), ...(paste && { paste }) })
  return watchMoved(job, moving)
}
