import { z } from 'zod'
import type { Sql } from '../store/db.ts'
import { serviceNamed } from '../store/loaders.ts'
import { badField } from './answer.ts'

export const slugForm = /^[a-z0-9][a-z0-9._-]{0,99}$/
export const slugSays = 'Small letters, digits, dots and dashes, at most 100.'

/** Text that stands in headers, mails and terminals: one line, at most so many characters. */
export const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'One line without control characters.')

/** A 400 unless what stands in the path may be the name of a thing. */
export function needSlug(slug: string): void {
  if (!slugForm.test(slug)) throw badField('slug', slugSays)
}

/** A 400 that names `field` unless there is such a service. */
export async function needService(sql: Sql, service: string, field = 'service'): Promise<void> {
  if (!(await serviceNamed(sql, service))) throw badField(field, `There is no service ${service}.`)
}

/** A calendar's own name among those that are read. */
export function needCalendarName(source: string): string {
  if (!/^[a-z0-9][-_.a-z0-9]{0,62}$/.test(source))
    throw badField('source', 'Small letters, digits, "-", "_" and ".", at most 63, a letter or digit first.')
  return source
}

/** A 400 unless a schedule or a policy may be called so. */
export function needOnCallSlug(slug: string): void {
  if (!/^[a-z0-9][-_.a-z0-9]{0,62}$/.test(slug))
    throw badField('slug', 'Small letters, digits, "-", "_" and ".", at most 63, a letter or digit first.')
}
