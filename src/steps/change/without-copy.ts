import type { Ask } from '../../incident/decision.ts'
import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { Command, Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import type { Obligation } from '../../incident/obligation.ts'
import { covers, isPlainPath } from '../../incident/touches.ts'
import { danger } from '../../terminal/danger.ts'
import { bareWords, nameOf, simpleCommands, valueOf } from '../../terminal/shell-words.ts'
import { readsOnly } from '../../terminal/sql-words.ts'
import type { ChangeBody } from './asks.ts'
import { freshForMs } from './copies.ts'

/** Typed outside of any change; whether a copy protected it is looked at right away. */
export function owesTheLook({ id, data, at }: EntryOf<'CommandRan'>): Obligation[] {
  if (!data.outside || data.denied || !changesData(data.command)) return []
  return [
    { kind: 'ask', key: `copy-of:${id}`, dueAt: at, body: { command: 'note-without-copy', body: { command: id } } },
  ]
}

/** Once a command, and only where no proven copy holds what it changed. What cannot be named is held by none. */
export const noteWithoutCopy: Decide<ChangeBody<'note-without-copy'>, 'resources'> = knowing(
  ['resources'],
  (was: Incident, ask: Ask<ChangeBody<'note-without-copy'>>, { resources }) => {
    const ran = was.commands.find(one => one.entry === ask.body.command)
    const what = ran && changesData(ran.command)
    if (!ran || !what || was.withoutCopy?.some(one => one.command === ran.entry)) return []
    const host = ran.host ?? was.terminals.find(one => one.id === ran.terminal)?.host
    const touches = touchedBy(ran.command, host, resources)
    if (touches.length > 0 && touches.every(touch => isHeld(was, touch, ran))) return []
    const named = touches.length > 0 ? '' : '; nothing here knows what it touched'
    const said = { command: ran.entry, terminal: ran.terminal, ...(host && { host }), touches }
    return [happened('ChangedWithoutCopy', { ...said, what: `${what}${named}` })]
  },
)

/** Of the dangers, those that are about data; the others (a host that goes down) need no copy. */
const aboutData = /^it (drops|empties|deletes|removes|changes every row|writes over|makes a new|destroys|wipes|cuts)/

/** What it does to data, in words, where its words tell: "it deletes every row". Inside of psql nothing is seen. */
export function changesData(command: string): string | undefined {
  const why = danger(command)
  if (why && aboutData.test(why)) return why
  return simpleCommands(command).some(one => writesSql(bareWords(one.words))) ? 'it writes by SQL' : undefined
}

const clients: Record<string, RegExp> = {
  psql: /^(-\w*c|--command)$/,
  mysql: /^(-\w*e|--execute)$/,
  mariadb: /^(-\w*e|--execute)$/,
}

function writesSql([program, ...args]: string[]): boolean {
  const name = nameOf(program)
  const option = clients[name]
  const told = args.flatMap(arg => /^--(?:command|execute)=(.+)/s.exec(arg)?.[1] ?? [])
  const sql = option ? (valueOf(args, option) ?? told.join(';')) : name === 'sqlite3' ? (args.at(-1) ?? '') : ''
  return readsOnly(sql) === 'change'
}

/** A database whose name stands in its words; folders that it names by their whole path. */
function touchedBy(command: string, host: string | undefined, resources: Known['resources']): string[] {
  const words = new Set(command.split(/[^a-z0-9_-]+/i))
  const named = [...resources.values()].filter(({ kind, slug }) => kind === 'postgres' && words.has(slug))
  const removed = simpleCommands(command)
    .map(one => bareWords(one.words))
    .filter(([program]) => /^(rm|shred|truncate)$/.test(nameOf(program)))
    .flatMap(([, ...args]) => args.filter(isPlainPath))
  return [...named.map(({ slug }) => `pg:${slug}`), ...removed.map(path => `dir:${host ? `${host}:` : ''}${path}`)]
}

function isHeld(was: Incident, touch: string, ran: Command): boolean {
  return was.backups.some(({ state, takenAt = '', expired, covers: held, driver }) => {
    const ageMs = Date.parse(ran.startedAt) - Date.parse(takenAt)
    const isBefore = ageMs >= 0 && ageMs <= freshForMs
    return state === 'verified' && driver !== 'rows' && !expired && isBefore && held.some(copy => covers(copy, touch))
  })
}
