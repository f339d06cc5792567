import { z } from 'zod'

export const text = (most: number) => z.string().trim().min(1).max(most)
export const nothing = z.strictObject({})
export const to = z.strictObject({ to: text(200) })
