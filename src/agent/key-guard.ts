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
  keyboard(): Keyboard
}

export function keyGuard(): KeyGuard {
  let known: Keyboard = { epoch: -1 }
  return {
    learn(keyboard) {
      if (keyboard.epoch < known.epoch) return false
      // The same epoch may be told again with a name, never with another holder.
      if (keyboard.epoch === known.epoch && keyboard.holder !== known.holder) return false
      // Control that was taken is not waited for again.
      if (keyboard.epoch === known.epoch && keyboard.awaiting && !known.awaiting) return false
      known = keyboard
      return true
    },
    admits: ({ epoch, person }) =>
      known.holder !== undefined && !known.awaiting && epoch === known.epoch && person === known.holder,
    admitsOwner: owner => known.holder === undefined || (known.holder === owner && !known.awaiting),
    keyboard: () => known,
  }
}
