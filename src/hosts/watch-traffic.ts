import { setTimeout as rest } from 'node:timers/promises'
import type { Outcome } from '../engine/perform.ts'
import { type Before, lookAt, type Verdict, type Watched, watch, watching } from '../steps/change/way-back-watch.ts'
import { type TrafficDriver, TrafficTrouble, type View } from '../steps/change/traffic-driver.ts'
import type { StandByWay } from '../store/stand-bys.ts'
import { readShift, type ShiftState } from '../store/traffic-shifts.ts'
import { goBackNow } from './go-back.ts'
import type { Moving } from './send-traffic.ts'
import { done, type Job } from './traffic-job.ts'

const lookEveryMs = 50
const askEveryMs = 500
const dialEveryMs = 1_000
const watchedForMs = 60 * 60_000

/**
 * Looks at the proxy twenty times a second until `isOver`, or until something is wrong there; `verdict` is asked for each trouble and says
 * whether that ends it. What is known of how well the others do goes with it.
 */
export async function watchStandBy(
  { driver, token: { way } }: Moving,
  before: Before,
  isOver: () => boolean | Promise<boolean>,
  ends: (verdict: Verdict) => boolean | Promise<boolean>,
): Promise<{ verdict?: Verdict; before: Before; requests: number }> {
  let is: Watched = watching(before)
  let first: number | undefined
  let requests = 0
  const isAnswering = dialling(driver, way)
  while (!(await isOver())) {
    let waitMs = lookEveryMs
    const view = await seen(() => driver.describe(way.reach))
    if (view) {
      const look = lookAt(view, way.server, performance.now())
      const isLookedAt = view.servers.some(one => one.name === way.server && one.passes !== undefined)
      // Who counts nothing is not asked that often.
      if (!isLookedAt) waitMs = dialEveryMs / 4
      if (!isLookedAt && !isAnswering()) look.stand.isUp = false
      first ??= look.stand.requests
      requests = Math.max(0, look.stand.requests - first)
      const { is: now, verdict } = watch(is, look)
      is = now
      if (verdict && (await ends(verdict))) return { verdict, before: is.before, requests }
    }
    await rest(waitMs)
  }
  return { before: is.before, requests }
}

/** A proxy that does not answer now is asked again: nothing is known, and nothing could be sent either. */
async function seen(look: () => Promise<View>): Promise<View | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof TrafficTrouble) return undefined
    throw error
  }
}

/**
 * A proxy that does not look at its servers leaves it to us: dialled each second, and gone when three in a row are not answered. One
 * that was never answered is not judged by that.
 */
function dialling(driver: TrafficDriver, { reach, server }: StandByWay): () => boolean {
  let [wasWell, silent, askedAt] = [false, 0, Number.NEGATIVE_INFINITY]
  const dial = async () => {
    const { ok } = await driver.prove(reach, server, 1, AbortSignal.timeout(dialEveryMs))
    wasWell ||= ok
    silent = ok ? 0 : silent + 1
  }
  return () => {
    if (performance.now() - askedAt >= dialEveryMs) {
      askedAt = performance.now()
      void dial().catch(() => {})
    }
    return !wasWell || silent < 3
  }
}

/** Whether somebody takes it back or moves more of it, as it was known half a second ago. */
export function turned({ desk, secrets, shift }: Moving, from: ShiftState): () => boolean {
  let is = false
  let askedAt = performance.now()
  const look = async () => {
    const kept = await readShift(desk.db, secrets, shift)
    is ||= !kept || kept.isOver || kept.state !== from
  }
  return () => {
    if (performance.now() - askedAt < askEveryMs) return is
    askedAt = performance.now()
    void look().catch(() => {})
    return is
  }
}

/**
 * All of it is there: for an hour it goes back by itself, at once when nothing answers there, five seconds after it was announced when
 * it is only worse. What was held is not announced again.
 */
export async function watchMoved(job: Job, moving: Moving): Promise<Outcome> {
  const { shift, signal, tell } = job
  const until = performance.now() + watchedForMs
  const isTurned = turned(moving, 'moved')
  const isOver = () => signal.aborted || isTurned() || performance.now() >= until
  let isSaid = false
  const ends = ({ kind, why }: Verdict): boolean => {
    if (kind === 'hard') return true
    if (isSaid) return false
    isSaid = true
    tell('announce-way-back', { shift, why, now: false }).catch(() => {
      isSaid = false
    })
    return false
  }
  const { verdict } = await watchStandBy(moving, moving.token.did ?? { errors: 0 }, isOver, ends)
  if (verdict) return goBackNow(job, moving, verdict.why)
  signal.throwIfAborted()
  return done(isTurned() ? 'It is taken back, or more of it is moved.' : 'It was watched for an hour.')
}
