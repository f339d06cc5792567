import { pathText } from '../../alert/limits.ts'
import { type Matcher, wrongWith } from '../../alert/matcher.ts'
import { at, type Fields, fieldsOf, reading, textAt, timeAt, unreadable, wellFormedAt } from '../../alert/reading.ts'
import type { Problem } from '../../alert/report.ts'
import { coversEverything } from '../../alert/silence.ts'

/** `postableSilence` of Alertmanager's API v2, in our words. */
export interface SilenceAsked {
  /** The one that it changes. */
  id?: string
  matchers: Matcher[]
  startsAt: string
  endsAt: string
  createdBy: string
  reason: string
}

const mostMatchers = 20

export const readSilence = (body: unknown): SilenceAsked | Problem =>
  reading(() => {
    const asked = fieldsOf(body, [])
    const matchers = matchersOf(asked)
    if (coversEverything(matchers))
      unreadable(['matchers'], 'At least one must not fit the empty text: this would silence everything.')
    return {
      id: textAt(asked, 'id', [], 100),
      matchers,
      startsAt: needed(timeAt(asked, 'startsAt', []), 'startsAt'),
      endsAt: needed(timeAt(asked, 'endsAt', []), 'endsAt'),
      createdBy: needed(wellFormedAt(asked, 'createdBy', [], 200)?.trim(), 'createdBy'),
      reason: needed(wellFormedAt(asked, 'comment', [], 1_000)?.trim(), 'comment'),
    }
  })

const needed = (text: string | undefined, name: string): string =>
  text || unreadable([name], 'This is missing or blank.')

function matchersOf(asked: Fields): Matcher[] {
  const told = at(asked, 'matchers')
  if (!Array.isArray(told) || told.length === 0) return unreadable(['matchers'], 'A silence needs a list of matchers.')
  if (told.length > mostMatchers) return unreadable(['matchers'], `At most ${mostMatchers} matchers.`)
  return told.map((one, i) => matcherOf(fieldsOf(one, ['matchers', i]), ['matchers', i]))
}

/** `isEqual` came later than the rest and is true when it is missing. */
function matcherOf(fields: Fields, path: readonly (string | number)[]): Matcher {
  const name = needed(wellFormedAt(fields, 'name', path, 200), pathText([...path, 'name']))
  const value = wellFormedAt(fields, 'value', path, 2_000) ?? ''
  const isEqual = flagAt(fields, 'isEqual', path) ?? true
  const isRegex = flagAt(fields, 'isRegex', path) ?? unreadable([...path, 'isRegex'], 'This is missing.')
  const matcher: Matcher = {
    name,
    value,
    op: `${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}` as Matcher['op'],
  }
  const wrong = wrongWith(matcher)
  if (!wrong) return matcher
  return unreadable([...path, wrongWith({ ...matcher, op: '=' }) ? 'name' : 'value'], wrong.message)
}

function flagAt(fields: Fields, name: string, path: readonly (string | number)[]): boolean | undefined {
  const value = at(fields, name)
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined
  return unreadable([...path, name], 'This should be true or false.')
}
