import type { NotShown } from '../redact/secret-scan.ts'
import type { Keeper } from './keep-recording.ts'
import { type MaskedLine, type MaskStream, maskStream } from './mask-stream.ts'

/** Hands a recording to its keeper without secrets, also what is sent again because it could not be kept. */
export interface KeepsMasked {
  settled(lines: readonly MaskedLine[]): void
  /** Whole lines as the agent has them, taken before. */
  again(offset: number, lines: Buffer): void
  /** Where the lines end that nothing to come can change. */
  keptTo(): number
}

export function keepsMasked(
  keeper: Pick<Keeper, 'keep' | 'handedIn'>,
  stored: number,
  knows: () => NotShown,
): KeepsMasked {
  let keptTo = stored
  /** Reads anew from where the keeper has nothing: no secret lies across that place. */
  let again: { mask: MaskStream; takenTo: number; handedTo: number } | undefined
  const hand = (from: number, lines: readonly MaskedLine[]): number => {
    const bytes = Buffer.concat(lines.map(line => line.bytes))
    if (bytes.length > 0) keeper.keep(from, bytes)
    return from + bytes.length
  }
  return {
    keptTo: () => keptTo,
    settled(lines) {
      keptTo = hand(keptTo, lines)
    },
    again(offset, lines) {
      const from = keeper.handedIn()
      if (from >= keptTo) return
      if (again?.handedTo !== from) again = { mask: maskStream(knows), takenTo: from, handedTo: from }
      if (offset > again.takenTo || offset >= keptTo) return
      const fresh = lines.subarray(again.takenTo - offset, keptTo - offset)
      if (fresh.length === 0) return
      again.takenTo += fresh.length
      again.handedTo = hand(again.handedTo, again.mask.add(fresh))
      if (again.takenTo === keptTo) again.handedTo = hand(again.handedTo, again.mask.end())
    },
  }
}
