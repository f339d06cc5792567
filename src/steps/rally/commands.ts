import type { z } from 'zod'
import { type Decide, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { CommandKind } from '../../incident/events.ts'
import type { Command, Incident, NotedCommand } from '../../incident/incident.ts'
import type { WhoMay } from '../../incident/known.ts'
import { maskKnownShapes } from '../../redact/mask.ts'
import { whatItDoes } from '../../terminal/command-table.ts'
import { lookOrChange } from '../../terminal/look-or-change.ts'
import type { rallyAsks } from './asks.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

/**
 * The same command told twice, after a break of the line, is one: its place in the recording names it.
 * A credential of known shape in it does not come onto the timeline.
 */
export const commandRan: Decide<Body<'command-ran'>, 'whoMay'> = knowing(['whoMay'], (was, ask, { whoMay }) => {
  const { nth, ...ran } = ask.body
  const { terminal, offset } = ran
  if (!was.terminals.some(one => one.id === terminal)) return []
  const told = was.commands.filter(one => one.terminal === terminal)
  // Those read from the screen have no number in their shell.
  const known = told.filter(one => one.from !== 'screen').length + (was.commandsMore?.[terminal] ?? 0)
  if (told.some(one => one.offset === offset) || (nth !== undefined && nth <= known)) return []
  const missing = nth === undefined ? 0 : nth - 1 - known
  if (nth !== undefined && isTooMany(told, ran.startedAt)) return more(was, terminal, missing + 1)
  if (ran.from === 'screen' && isTooMany(told, ran.startedAt)) return []
  const command = maskKnownShapes(ran.command)
  // What its account may not do has changed nothing.
  const outside = !ran.denied && isOutside(was, ran.command) && ({ outside: true } as const)
  const asks = ran.denied && whoMay.length > 0 && whomToAsk(whoMay.slice(0, 4))
  const ranHere = happened('CommandRan', { ...ran, command, kind: lookOrChange(command), ...outside, ...asks })
  return missing > 0 ? [happened('CommandsMore', { terminal, count: missing }), ranHere] : [ranHere]
})

/** Who has access, who is on call, and who is both, is told apart: the one may do it, the other answers. */
function whomToAsk(some: readonly WhoMay[]) {
  const idsOf = (all: readonly WhoMay[]) => all.map(one => one.person)
  const withAccess = idsOf(some.filter(one => one.hasAccess))
  const onCall = idsOf(some.filter(one => one.isOnCall))
  return { whoMay: idsOf(some), ...(withAccess.length > 0 && { withAccess }), onCall }
}

/** Told one by one within a minute; a file of a thousand lines, pasted, is no thousand entries. */
const mostInAMinute = 30

function isTooMany(told: readonly Command[], startedAt: string): boolean {
  const aMinuteBefore = Date.parse(startedAt) - 60_000
  return told.slice(-mostInAMinute).filter(one => Date.parse(one.startedAt) > aMinuteBefore).length >= mostInAMinute
}

/** Told ever more seldom while they go on; what is left is told with the next command that is told by itself. */
function more(was: Incident, terminal: string, count: number) {
  const enough = Math.max(20, was.commandsMore?.[terminal] ?? 0)
  return count >= enough ? [happened('CommandsMore', { terminal, count })] : []
}

/**
 * It is known to change something, and no change that was asked of Fireline is under way or names it. What is not known is
 * not accused.
 */
function isOutside({ changes }: Incident, command: string): boolean {
  if (whatItDoes(command) !== 'change') return false
  const line = bare(command)
  return !changes.some(
    ({ state, how, commands, undo }) =>
      state === 'applying' ||
      (how === 'by-hand' && state === 'applied') ||
      [...commands, undo ?? ''].some(one => bare(one) === line),
  )
}

/** A shell may tell a line of several back as one, its newlines as semicolons. */
const bare = (command: string): string => command.replace(/[\s;]+/g, '')

/** It ran where Fireline does not look: said by whoever ran it. Later than now it cannot have been. */
export const noteCommand: Decide<Body<'note-command'>> = (_was, ask) => {
  const { host, exitCode, at = ask.at } = ask.body
  const command = maskKnownShapes(ask.body.command)
  return [
    happened('CommandNoted', {
      note: ask.id,
      command,
      ...(host !== undefined && { host }),
      kind: ask.body.kind ?? lookOrChange(command),
      ...(exitCode !== undefined && { exitCode }),
      at: Date.parse(at) < Date.parse(ask.at) ? at : ask.at,
    }),
  ]
}

/** A person's word counts more than a guess; said again it is the same word. */
export const judgeCommand: Decide<Body<'judge-command'>> = (was, ask) => {
  const { command: name, kind } = ask.body
  const found = commandNamed(was, name)
  if (!found) return refuse('unknown-command', say.unknownThing('command', name), lastCommands(was, kind))
  const { id, judgedBy } = found
  return found.kind === kind && judgedBy !== undefined ? [] : [happened('CommandJudged', { command: id, kind })]
}

function commandNamed({ commands, noted = [] }: Incident, name: string) {
  const ran = commands.find(one => one.entry === name)
  return ran ? { ...ran, id: ran.entry } : noted.find(one => one.id === name || one.entry === name)
}

function lastCommands({ commands, noted = [] }: Incident, kind: CommandKind): Next[] {
  const last = [
    ...noted.map((one: NotedCommand) => [one.id, one.command]),
    ...commands.map(one => [one.entry, one.command]),
  ]
  return last.slice(-4).map(([id = '', text = '']) => ({
    label: label.judge(text, kind),
    command: 'judge-command',
    body: { command: id, kind },
  }))
}
