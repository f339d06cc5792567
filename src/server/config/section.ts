import type { Config, Plain } from '../../api/config.ts'
import type { Outside } from '../../engine/outside.ts'
import { lengthIn } from '../../roster/written.ts'
import type { Tx } from '../../store/db.ts'
import { ApiError, badField } from '../answer.ts'
import type { Warning } from '../check-on-call.ts'
import type { PeopleByMail } from './people-by-mail.ts'

/** With what a file of settings is read and saved: one transaction, one moment, one author. */
export interface Settling {
  tx: Tx
  at: string
  by: string
  /** Why; asked for where a rule of the house is weakened. */
  reason?: string
  outside: Pick<Outside, 'channels' | 'secrets' | 'mail'>
  people: PeopleByMail
}

/** A thing as a file wants it: what it is in normal form, how it is saved, and what must hold, or is told of, once all of the file is saved. */
export interface Wanted {
  normal: Plain
  save(): Promise<void>
  check?(): Promise<Warning[] | void>
}

/** One section of the settings as code. Both sides of a difference are in its normal form, so that what is equal looks equal. */
export interface Section {
  name: keyof Config
  now(settling: Settling): Promise<Record<string, Plain>>
  /** Throws the field that is wrong, by its path within the thing. `now` is the thing as it stands. */
  read(name: string, given: unknown, now: Plain | undefined, settling: Settling): Promise<Wanted>
}

/** Plain data of anything that JSON can say; what is undefined is left out. */
export const plainly = (value: unknown): Plain => JSON.parse(JSON.stringify(value)) as Plain

/** An error of `work` names its field by the whole path. */
export async function under<T>(path: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw new ApiError(error.status, error.code, error.message, { path: [path, error.path].filter(Boolean).join('.') })
  }
}

/** The fields of an object, or a 400. */
export function fieldsOf(given: unknown): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>
  throw badField('', 'Fields and their values are asked for here.')
}

export const listOf = (given: unknown): unknown[] => (Array.isArray(given) ? given : [])

/** A length of time as it is written, in place of which the API has milliseconds. */
export function inMs(fields: Record<string, unknown>, name: string, path: string): Record<string, unknown> {
  if (!(name in fields)) return fields
  const { [name]: text, ...rest } = fields
  const ms = typeof text === 'string' ? lengthIn(text) : undefined
  if (ms === undefined) throw badField([path, name].filter(Boolean).join('.'), 'A time such as "90s", "10m" or "1h".')
  return { ...rest, [`${name}Ms`]: ms }
}
