import type { z } from 'zod'

/** What is wrong with a body: its first wrong field, and what it should be. */
export interface WrongField {
  path: string
  message: string
}

/** A value of this schema, or the first field that is wrong: the same words over the API and in a chat. */
export function readBody<S extends z.ZodType>(
  schema: S,
  value: unknown,
  where = '',
): { body: z.infer<S> } | { wrong: WrongField } {
  const result = schema.safeParse(value)
  if (result.success) return { body: result.data }
  const issue = result.error.issues[0]
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [where, ...(issue?.path ?? []), ...keys].filter(part => part !== '').join('.')
  return { wrong: { path, message: issue?.message ?? 'This is not what is asked for.' } }
}
