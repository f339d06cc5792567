import { later } from '../../incident/obligation.ts'
import { readValues } from '../../incident/values.ts'

/** What a line after `/fl` wishes. `incident` is named, or it is the one of the room. */
export type ChatWish =
  | { wish: 'help' }
  | { wish: 'link'; code: string }
  | { wish: 'list' }
  | { wish: 'status'; incident?: string }
  | { wish: 'declare'; body: Record<string, unknown> }
  | { wish: 'ask'; command: string; incident?: string; body: Record<string, unknown> }
  | { wish: 'unclear'; says: string }

interface Short {
  command: string
  body(rest: string, at: string): Record<string, unknown>
  says: string
}

/** Only where something was said. */
const some = (name: string) => (rest: string) => (rest === '' ? {} : { [name]: rest })

/** Short words for what is asked most; everything else goes by its name in the API. */
const shorts: Readonly<Record<string, Short>> = {
  ack: { command: 'acknowledge', body: () => ({}), says: 'ack: you have it' },
  cannot: { command: 'i-cannot', body: some('note'), says: 'cannot [why]: the next one is paged' },
  lead: { command: 'take-lead', body: () => ({}), says: 'lead: you lead, where nobody does' },
  come: { command: 'join', body: () => ({}), says: 'come: you come and help' },
  sev: { command: 'set-severity', body: severity, says: 'sev sev1 [why]: how bad it is' },
  snooze: { command: 'snooze', body: quietFor, says: 'snooze 30m: quiet for so long' },
  update: {
    command: 'post-update',
    body: text => ({ text, audience: 'responders' }),
    says: 'update …: a word to those who work on it',
  },
  tell: {
    command: 'post-update',
    body: text => ({ text, audience: 'stakeholders' }),
    says: 'tell …: a word to everyone who must know',
  },
  theory: { command: 'propose-hypothesis', body: statement => ({ statement }), says: 'theory …: what it might be' },
  fact: {
    command: 'add-evidence',
    body: text => ({ source: 'said in the chat', kind: 'statement', text }),
    says: 'fact …: what you know',
  },
  mitigate: { command: 'mitigate', body: some('summary'), says: 'mitigate [how]: users hurt no more' },
  resolve: { command: 'resolve', body: some('summary'), says: 'resolve [how]: it is over' },
}

/** The help, a line each. `INC-12` is left out in the room of an incident. */
export const chatHelp: readonly string[] = [
  '/fl status, /fl list, /fl declare sev2 Shop is slow',
  ...Object.values(shorts).map(({ says }) => `/fl ${says}`),
  '/fl <command> name=value: anything else that the API takes, as /fl rule-out hypothesis=H2 reason="it answers"',
  "Outside an incident's room name it: /fl ack INC-12",
  'On a message: a pushpin puts it on the timeline, a magnifier keeps it as evidence, a bulb as a theory.',
]

/** Reads a line. `at` is now, for what is said as a length of time. */
export function readChatLine(line: string, at: string): ChatWish {
  const [, verb = '', after = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(straight(line)) ?? []
  if (verb === '' || verb === 'help') return { wish: 'help' }
  if (verb === 'link') return { wish: 'link', code: after.trim() }
  if (verb === 'list') return { wish: 'list' }
  if (verb === 'declare') return declared(after.trim())
  const { incident, rest } = incidentIn(after)
  if (verb === 'status') return { wish: 'status', incident }
  const short = Object.hasOwn(shorts, verb) ? shorts[verb] : undefined
  if (short && rest.startsWith('{')) return asked(short.command, incident, rest)
  if (short) return { wish: 'ask', command: short.command, incident, body: short.body(rest, at) }
  return asked(verb, incident, rest)
}

/** Phones write curly quotes; here they are quotes. */
const straight = (line: string): string => line.replace(/[\u201c\u201d]/g, '"').replace(/[\u2018\u2019]/g, "'")

function incidentIn(after: string): { incident?: string; rest: string } {
  const [, incident, rest = ''] = /^(inc-\d{1,9}|[0-9a-f]{8}-[0-9a-f-]{27})(?:\s+([\s\S]*))?$/i.exec(after.trim()) ?? []
  return incident ? { incident, rest: rest.trim() } : { rest: after.trim() }
}

function declared(rest: string): ChatWish {
  const [, severity, on, title = ''] =
    /^(?:(sev[1-4])\s+)?(?:on\s+([a-z0-9][a-z0-9._-]*)\s*:?\s+)?([\s\S]+)$/i.exec(rest) ?? []
  if (title === '') return { wish: 'unclear', says: 'Say what burns: /fl declare sev2 on checkout Nobody can pay' }
  return { wish: 'declare', body: { title, severity: severity?.toLowerCase() ?? 'sev3', service: on ?? 'default' } }
}

function asked(command: string, incident: string | undefined, rest: string): ChatWish {
  try {
    return { wish: 'ask', command, incident, body: rest.startsWith('{') ? objectIn(rest) : readValues(wordsIn(rest)) }
  } catch (error) {
    return { wish: 'unclear', says: error instanceof Error ? error.message : 'That cannot be read.' }
  }
}

function objectIn(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new Error('What begins with { is read as JSON, and this is not.')
  }
}

/** `a=b c="d e"` -> its words, without the quotes. */
const wordsIn = (text: string): string[] =>
  (text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map(word => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))

function severity(rest: string): Record<string, unknown> {
  const [, named = '', why = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? []
  return { severity: named.toLowerCase(), ...(why !== '' && { reason: why }) }
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function quietFor(rest: string, at: string): Record<string, unknown> {
  const [, count, unit = ''] = /^(\d{1,4})(m|h|d)$/.exec(rest) ?? []
  const ms = Number(count) * (unitMs[unit] ?? Number.NaN)
  return { untilAt: ms > 0 ? later(at, ms) : rest }
}
