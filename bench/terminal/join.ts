import type { SharedShell } from './shared-shell.ts'
import { openOperator } from './shared-shell.ts'

/** Milliseconds from dialling until the current screen is there, one joiner after the other. */
export async function join({ place }: SharedShell, joiners: number): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < joiners; n++) {
    const fromMs = performance.now()
    const joiner = await openOperator(place)
    took.push(performance.now() - fromMs)
    joiner.close()
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return took
}
