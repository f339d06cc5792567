import type { Entry } from './entry.ts'
import { entrySentence } from './entry-sentence.ts'
import type { Evidence, Incident } from './incident.ts'
import type { Piece } from './sentence.ts'

/** A note of the side channel. */
interface Aside {
  at: string
  by: string
  text: string
}

/** A whole incident as Markdown that a person reads without Fireline. What others wrote stands in it as text and nothing else. */
export function storyMarkdown(
  is: Incident & { hash: string },
  entries: readonly Entry[],
  nameOf: (person: string) => string,
  beside: readonly Aside[] = [],
): string {
  const told = entries.flatMap((entry, n) => [
    ...(day(entry.at) === day(entries[n - 1]?.at ?? '') ? [] : ['', `### ${day(entry.at)}`, '']),
    `- ${clock(entry.at)} ${entrySentence(entry, { is, nameOf }).says.map(written).join('')}`,
  ])
  return [
    `# INC-${is.number} ${inert(is.title)}`,
    '',
    ...facts(is, nameOf),
    '',
    '## What happened',
    ...told,
    ...(beside.length > 0 ? ['', '## Said beside the lead', ''] : []),
    ...beside.map(({ at, by, text }) => `- ${clock(at)} **${inert(by)}** ${inert(text)}`),
    ...(is.evidence.length > 0 ? ['', '## Evidence'] : []),
    ...is.evidence.flatMap(shown),
    '',
    `${entries.length} entries. The hash of the last one, which vouches for all before it: \`${is.hash}\`.`,
    '',
  ].join('\n')
}

function facts(is: Incident, nameOf: (person: string) => string): string[] {
  const cause = is.hypotheses.find(one => one.id === is.cause)
  const lines: [string, string | undefined][] = [
    ['Severity', is.severity],
    ['Status', is.status],
    ['Service', is.service],
    ['Since', moment(is.startedAt || is.openedAt)],
    ['Resolved', is.resolvedAt && moment(is.resolvedAt)],
    ['Lead', is.lead && nameOf(is.lead)],
    ['Cause', cause?.statement],
  ]
  return lines.flatMap(([name, text]) => (text ? [`- ${name}: ${inert(text)}`] : []))
}

function shown({ ref, kind, source, at, exitCode, digest, bytes, excerpt }: Evidence): string[] {
  const ended = exitCode === undefined ? '' : `, ended with ${exitCode}`
  const fence = '`'.repeat(Math.max(3, longestRun(excerpt) + 1))
  return [
    '',
    `### ${ref} ${kind}, ${inert(source)}, ${moment(at)}${ended}`,
    '',
    `${bytes} bytes, sha256 \`${digest}\``,
    '',
    `${fence}text`,
    ...excerpt.split('\n').map(plain),
    fence,
  ]
}

function written(piece: Piece): string {
  if (typeof piece === 'string') return inert(piece)
  if ('strong' in piece) return `**${inert(piece.strong)}**`
  if ('code' in piece) return codeSpan(piece.code)
  return 'ref' in piece ? inert(piece.ref) : clock(piece.time)
}

function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  return `${fence} ${plain(text)} ${fence}`
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))

/** No control moves a cursor, ends a line or turns the reading direction around. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').toWellFormed()

/** What readers make a link of by themselves, whatever is escaped. */
const address = /((?:https?|ftp):\/\/\S*|(?:mailto|xmpp):\S*|\bwww\.\S*|\S*@\S*)/i

/** Text in which Markdown finds nothing: no link, image, mark-up or HTML. Addresses stand as code. */
const inert = (text: string): string =>
  plain(text)
    .split(address)
    .map((part, n) => (n % 2 === 1 ? codeSpan(part) : part.replace(/[\\`*_[\]<>&|~#!()$]/g, sign => `\\${sign}`)))
    .join('')

const day = (at: string): string => at.slice(0, 10)
const clock = (at: string): string => `${at.slice(11, 19)} UTC`
const moment = (at: string): string => `${day(at)} ${clock(at)}`
