import { haproxy } from '../../src/integrations/haproxy/haproxy.ts'
import type { Observed } from '../../src/steps/change/traffic-driver.ts'
import type { Scene, Seen } from './scene.ts'

export interface Switched extends Seen {
  switches: number
  /** From the first command to a share of the stand-by that was counted to be what was asked for. */
  assertedMs: number[]
}

/** To the stand-by (a canary, then all, the old server emptied) and back, again and again, until so many requests were answered. */
export async function switching(scene: Scene, requests: number): Promise<Switched> {
  const { reach } = scene
  const visitors = scene.visitors(0)
  const took: Switched = { sent: 0, failed: 0, switches: 0, assertedMs: [] }
  for (let seen = await visitors.now(); seen.sent < requests; seen = await visitors.now()) {
    const moved = await thereAndBack(reach)
    took.assertedMs.push(...moved)
    took.switches += moved.length
  }
  return { ...took, ...(await visitors.stop()) }
}

async function thereAndBack(reach: Record<string, string>): Promise<number[]> {
  const limit = AbortSignal.timeout(180_000)
  const { ok, says } = await haproxy.prove(reach, 'stand', 1, limit)
  if (!ok) throw new Error(says)
  const before = await haproxy.describe(reach)
  const steps = haproxy.wayBack?.(before, 'stand') ?? []
  const canary = await moveTo(reach, 5, limit)
  const all = await moveTo(reach, 100, limit)
  await haproxy.drain(reach, 'web1', limit)
  const back = await haproxy.revert(reach, { before, steps }, limit)
  if (back.share > 3) throw new Error(`${back.share} % still go to the stand-by`)
  return [canary, all, back].map(one => one.tookMs)
}

export async function moveTo(reach: Record<string, string>, percent: number, limit: AbortSignal): Promise<Observed> {
  // On a machine where few requests come through, 5 s can be too short to count a small share: it is counted once more.
  for (;;) {
    const steps = haproxy.dryRun(await haproxy.describe(reach), { to: 'stand', percent })
    const seen = await haproxy.share(reach, steps, limit)
    if (Math.abs(seen.share - percent) <= 3) return seen
    limit.throwIfAborted()
  }
}
