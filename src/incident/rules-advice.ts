import { wentHow } from './rules.ts'
import type { Piece } from './sentence.ts'

/** ", against the advice of the house: without a proven copy"; nothing where all advice was followed. */
export const against = (advice: readonly string[] = []): Piece[] =>
  advice.length > 0 ? [`, against the advice of the house: ${advice.map(wentHow).join(', ')}`] : []
