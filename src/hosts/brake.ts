import { allowance } from '../terminal/allowance.ts'
import type { Credit } from './credit.ts'

/** Holds up what an agent sends that keeps neither to its credit nor to what a recording may grow. An honest one never meets it. */
export interface Brake {
  look(relayedTo: number): void
  letGo(): void
}

/** Three times what an honest agent allows itself. */
const burstBytes = 96 * 1024 * 1024
const bytesASecond = 96 * 1024
const lookAgainMs = 200

export function brakeOf(
  credit: Pick<Credit, 'isFarBeyond'>,
  hold: (isHeld: boolean) => void,
  ms = () => performance.now(),
): Brake {
  const allowed = allowance(burstBytes, bytesASecond)
  let isHeld = false
  let timer: NodeJS.Timeout | undefined
  const set = (held: boolean) => {
    if (held !== isHeld) hold(held)
    isHeld = held
  }
  const look = (relayedTo: number) => {
    clearTimeout(timer)
    const left = allowed.left(relayedTo, ms())
    set(left < 0 || credit.isFarBeyond())
    if (isHeld) timer = setTimeout(look, lookAgainMs, relayedTo).unref()
  }
  return {
    look,
    letGo() {
      clearTimeout(timer)
      set(false)
    },
  }
}
