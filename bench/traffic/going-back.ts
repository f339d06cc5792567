import type { Scene, Seen } from './scene.ts'

export type Fault = 'dies' | 'answers 500'

export interface WentBack extends Seen {
  fault: Fault
  /** From the fault until it was announced, and until the proxy had counted that it was back. */
  seenSeconds: number
  backSeconds: number
}

const aSecond = 300

/**
 * All traffic is at the stand-by when it breaks; nobody is asked before it goes back. Counted are the requests of so many seconds around
 * it, which come at the same pace whether they are answered or not.
 */
export async function goingBack(
  { house, stand, visitors: begin }: Scene,
  fault: Fault,
  seconds: number,
): Promise<WentBack> {
  await stand.start()
  const visitors = begin(aSecond)
  const began = performance.now()
  await house.move(100)
  await rest(seconds * 100)
  const brokeAt = Date.now()
  const broken = stand.fail(fault)
  const { seen, back } = await house.wentBack()
  await broken
  await rest(seconds * 1_000 - (performance.now() - began))
  const since = (at: string) => (Date.parse(at) - brokeAt) / 1_000
  return { fault, ...(await visitors.stop()), seenSeconds: since(seen.at), backSeconds: since(back.at) }
}

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, Math.max(0, ms)))
