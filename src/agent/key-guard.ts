import type { Keyboard } from '../api/agent-protocol.ts'

/**
 * The place of decision next to the terminal: whose keys are let in. It learns hand-overs, keeps the highest epoch it has
 * ever heard, and refuses anything older and anyone but the holder named with that epoch, whatever the server lets through.
 */
export interface KeyGuard {
  /** False for an epoch that is not newer than what is known: hand-overs never go back. Of the same epoch only its control may be taken. */
  learn(keyboard: Keyboard): boolean
  admits(key: { epoch: number; person: string }): boolean
  /** The person at the machine itself: while nobody else holds the keyboard, it is theirs. */
  admitsOwner(owner: string | undefined): boolean
  /**
   * The person at the machine types, and nobody else by whichever way, until a newer hand-over is heard of: no server can be reached that
   * would give them the keyboard.
   */
  breakGlass(owner: string): void
  isBroken(): boolean
  keyboard(): Keyboard
}

export function keyGuard(): KeyGuard {
  let known: Keyboard = { epoch: -1 }
  let glass: string | undefined
  return {
    learn(keyboard) {
      if (keyboard.epoch < known.epoch) return false
      // The same epoch may be told again with a name, never with another holder.
      if (keyboard.epoch === known.epoch && keyboard.holder !== known.holder) return false
      // Control that was taken is not waited for again.
      if (keyboard.epoch === known.epoch && keyboard.awaiting && !known.awaiting) return false
      if (keyboard.epoch > known.epoch) glass = undefined
      known = keyboard
      return true
    },
    admits: ({ epoch, person }) =>
      glass === undefined &&
      known.holder !== undefined &&
      !known.awaiting &&
      epoch === known.epoch &&
      person === known.holder,
    admitsOwner(owner) {
      if (glass !== undefined) return glass === owner
      return known.holder === undefined || (known.holder === owner && !known.awaiting)
    },
    breakGlass(owner) {
      glass = owner
    },
    isBroken: () => glass !== undefined,
    keyboard: () => (glass === undefined ? known : { epoch: known.epoch, holder: glass }),
  }
}
