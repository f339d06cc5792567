import type { Outcome } from '../engine/perform.ts'
import { type Observed, TrafficTrouble } from '../steps/change/traffic-driver.ts'
import { type KeptShift, turnBack } from '../store/traffic-shifts.ts'
import { type Moving, sendBack, sendBackAtOnce } from './send-traffic.ts'
import { counted, done, type Job, movingOf } from './traffic-job.ts'

const againMs = 2_000

/** Asked for by a person, announced and not held, or begun by a node that is gone. */
export async function goBackAsAsked(job: Job, { state, token }: KeptShift): Promise<Outcome> {
  const refusal = state === 'back' ? undefined : await job.tell('traffic-may-go-back', { shift: job.shift })
  if (refusal) return done(refusal.message)
  if (token) {
    const moving = movingOf(job, token)
    return back(job, undefined, () => sendBack(moving, job.signal))
  }
  // Nothing was sent yet, and nothing will be.
  await turnBack(job.desk.db, job.shift)
  await job.tell('traffic-reverted', { shift: job.shift, observed: 0, tookMs: 0 })
  return done('Nothing had been moved.')
}

/** At once; it is announced meanwhile, so that a node that dies here is followed by another. */
export async function goBackNow(job: Job, moving: Moving, why: string): Promise<Outcome> {
  const told = job.tell('announce-way-back', { shift: job.shift, why, now: true }).catch(() => undefined)
  return back(job, why, async () => {
    const seen = await sendBackAtOnce(moving, job.signal)
    await told
    return seen
  })
}

/** What a node that is gone began: it may only stand still. */
export async function goBackFor(job: Job, moving: Moving, why: string): Promise<Outcome> {
  await job.tell('announce-way-back', { shift: job.shift, why, now: true })
  return back(job, why, () => sendBack(moving, job.signal))
}

async function back(job: Job, why: string | undefined, send: () => Promise<Observed | undefined>): Promise<Outcome> {
  try {
    const seen = await send()
    if (!seen) return done('Another node takes it back.')
    await job.tell('traffic-reverted', { shift: job.shift, ...(why && { why }), ...counted(seen) })
    return done(`It is back: ${counted(seen).observed} % are left.`)
  } catch (error) {
    if (!(error instanceof TrafficTrouble)) throw error
    await job.tell('announce-way-back', { shift: job.shift, why: why ?? error.message, now: true })
    return { outcome: 'retry', answer: error.message, afterMs: againMs }
  }
}
