import { haproxy } from '../../src/integrations/haproxy/haproxy.ts'
import type { View } from '../../src/steps/change/traffic-driver.ts'
import type { Scene, Seen } from './scene.ts'
import { moveTo } from './switching.ts'

export type Fault = 'dies' | 'answers 500'

export interface WentBack extends Seen {
  fault: Fault
  /** From the fault until it was seen, and until less than 3 % of what was counted went to the stand-by. */
  seenSeconds: number
  backSeconds: number
}

const aSecond = 300
const lookEveryMs = 50

/**
 * All traffic is at the stand-by when it breaks; nobody is asked before it goes back. Counted are the requests of a minute around it,
 * which come at the same pace whether they are answered or not.
 */
export async function goingBack(scene: Scene, fault: Fault): Promise<WentBack> {
  const { reach, stand } = scene
  const limit = AbortSignal.timeout(120_000)
  await stand.start()
  const { ok, says } = await haproxy.prove(reach, 'stand', 2, limit)
  if (!ok) throw new Error(says)
  const before = await haproxy.describe(reach)
  const steps = haproxy.wayBack?.(before, 'stand') ?? []
  const began = performance.now()
  const visitors = scene.visitors(aSecond)
  await moveTo(reach, 100, limit)
  await rest(15_000)
  const broke = performance.now()
  const broken = stand.fail(fault)
  await untilBad(reach)
  const sawAt = performance.now()
  while ((await haproxy.revert(reach, { before, steps }, limit)).share > 3) limit.throwIfAborted()
  const backAt = performance.now()
  await broken
  await rest(60_000 - (performance.now() - began))
  const seen = await visitors.stop()
  return { fault, ...seen, seenSeconds: (sawAt - broke) / 1000, backSeconds: (backAt - broke) / 1000 }
}

/** Until the proxy has it down, or more than half of 20 requests or more of the last second failed. */
async function untilBad(reach: Record<string, string>): Promise<void> {
  const last: { at: number; requests: number; errors: number }[] = []
  for (;;) {
    const stand = standOf(await haproxy.describe(reach))
    const at = performance.now()
    last.push({ at, requests: stand.requests, errors: stand.errors })
    while ((last[0]?.at ?? at) < at - 1_000) last.shift()
    const from = last.findLast(one => stand.requests - one.requests >= 20)
    const share = from ? (stand.errors - from.errors) / (stand.requests - from.requests) : 0
    if (stand.state !== 'ready' || share > 0.5) return
    await rest(lookEveryMs)
  }
}

function standOf({ servers }: View) {
  const stand = servers.find(one => one.name === 'stand')
  if (!stand) throw new Error('the stand-by is gone from the proxy')
  return stand
}

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, Math.max(0, ms)))
