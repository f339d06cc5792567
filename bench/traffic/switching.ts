import type { Scene, Seen } from './scene.ts'

export interface Switched extends Seen {
  switches: number
  /** From the first command to a share of the stand-by that was counted to be what was asked for. */
  assertedMs: number[]
}

/** To the stand-by (5 %, then all) and back, again and again, until so many requests were answered. */
export async function switching({ house, stand, visitors: begin }: Scene, requests: number): Promise<Switched> {
  // The round before left it broken.
  await stand.start()
  const visitors = begin(0)
  const took: Switched = { sent: 0, failed: 0, switches: 0, assertedMs: [] }
  for (let seen = await visitors.now(); seen.sent < requests; seen = await visitors.now()) {
    const moved = [...(await house.move(100)), await house.back()]
    took.assertedMs.push(...moved)
    took.switches += moved.length
  }
  return { ...took, ...(await visitors.stop()) }
}
