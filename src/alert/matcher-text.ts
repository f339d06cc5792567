import type { Matcher } from './matcher.ts'

const form = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*([\s\S]*)$/

/** Why a text is no matcher. */
const notAMatcher = 'A matcher reads like name="value" or name=~"pattern".'
const quotesDoNotFit = 'The quotes of this matcher do not fit together.'

/**
 * `name="value"`, `name=~pattern`, as in Alertmanager's filters (prometheus/alertmanager pkg/labels/parse.go); else what is wrong.
 * Whether a pattern is one, is not looked at here.
 */
export function matcherIn(text: string): Matcher | string {
  const [, name, op, rest] = form.exec(text) ?? []
  if (name === undefined || op === undefined || rest === undefined) return notAMatcher
  const value = unquoted(rest.trimEnd())
  return value === undefined ? quotesDoNotFit : { name, op: op as Matcher['op'], value }
}

/** Nothing when a quote opens and does not close, or stands inside unescaped. Escapes are \\n, \\\\ and \\". */
function unquoted(text: string): string | undefined {
  if (!text.startsWith('"')) return text.includes('"') ? undefined : text
  const inner = /^"((?:[^"\\]|\\[\s\S])*)"$/.exec(text)?.[1]
  return inner?.replace(/\\([\s\S])/g, (whole, char: string) => escapes[char] ?? whole)
}

const escapes: Record<string, string> = { n: '\n', '"': '"', '\\': '\\' }

/** As it is written for people and for Alertmanager's clients. */
export const matcherText = ({ name, op, value }: Matcher): string =>
  `${name}${op}"${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`
