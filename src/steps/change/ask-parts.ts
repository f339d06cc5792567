import { z } from 'zod'

/** Shapes that several asks of this step share. */
export const text = (most: number) => z.string().trim().min(1).max(most)

/** What a shell may be handed: lines and tabs, no other control characters (a ^C in a command is not a command). */
export const shellText = (most: number) =>
  text(most).refine(said => !/[^\P{Cc}\n\t]/u.test(said), 'Control characters do not belong in a command.')

export const touch = text(300).refine(
  said => !/\p{Cc}/u.test(said),
  'A resource is one line, like pg:shop/shop/public.orders.',
)

export const level = z.enum(['L0', 'L1', 'L2', 'L3', 'L4'])
export const change = text(100)
