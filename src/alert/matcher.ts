import { RE2JS } from 're2js'
import type { Label } from './alert.ts'
import { matcherIn } from './matcher-text.ts'
import type { Problem } from './report.ts'

/** One condition on a label, as Alertmanager has it: equal, unequal, or a regular expression that is anchored at both ends. */
export interface Matcher {
  name: string
  op: '=' | '!=' | '=~' | '!~'
  value: string
}

/** True when all hold; a label that is missing is the empty text. */
export type Matches = (labels: Label) => boolean

/** Ready to be asked many times. Regular expressions are RE2: time grows with the text alone, whatever was written. */
export function matching(matchers: readonly Matcher[]): Matches {
  const each = matchers.map(one)
  return labels => each.every(holds => holds(labels))
}

function one({ name, op, value }: Matcher): Matches {
  const textOf = (labels: Label) => (Object.hasOwn(labels, name) ? (labels[name] ?? '') : '')
  if (op === '=') return labels => textOf(labels) === value
  if (op === '!=') return labels => textOf(labels) !== value
  const pattern = RE2JS.compile(`^(?:${value})$`, RE2JS.DOTALL)
  return labels => pattern.matches(textOf(labels)) === (op === '=~')
}

/** Most of what one regular expression may be: a program of RE2 grows with it. */
const longestPattern = 1_000

/** Undefined when the matcher can be used. */
export function wrongWith({ name, op, value }: Matcher, path = ''): Problem | undefined {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) return { path, message: 'This is not the name of a label.' }
  if (!op.includes('~')) return undefined
  if (value.length > longestPattern) return { path, message: `A pattern is at most ${longestPattern} characters.` }
  try {
    RE2JS.compile(`^(?:${value})$`)
    return undefined
  } catch {
    return { path, message: 'This is not a regular expression (RE2).' }
  }
}

/** A matcher as text, for a field that takes them; see matcher-text.ts. */
export function readMatcher(text: string, path = 'filter'): Matcher | Problem {
  const matcher = matcherIn(text)
  if (typeof matcher === 'string') return { path, message: matcher }
  return wrongWith(matcher, path) ?? matcher
}

export const isMatcher = (read: Matcher | Problem): read is Matcher => 'op' in read
