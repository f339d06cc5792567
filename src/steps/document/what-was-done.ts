import type { CommandKind, CommandResult } from '../../incident/events.ts'
import type { Change, Hypothesis, Incident } from '../../incident/incident.ts'
import { howRowsDiffer } from '../../incident/rows-differ.ts'

/** What an incident's page is made of, drawn from its timeline. */
export interface WhatWasDone {
  /** What changed something and held, first; then what was run and ended well, what only looked last. */
  worked: string[]
  /** Led nowhere: said, so that the next one does not go there. */
  deadEnds: string[]
  cause?: Hypothesis
  changes: Change[]
}

export function whatWasDone(is: Incident): WhatWasDone {
  const held = is.changes.filter(change => change.state === 'applied' || change.state === 'verified')
  const undone = is.changes.filter(change => change.state === 'failed' || change.state === 'rolled back')
  const changed = held.flatMap(ranOf)
  const noted = is.noted ?? []
  const run = [...is.commands, ...noted]
  // A terminal tells how a command ended, or it was not seen; who notes one by hand has seen it.
  const well = [...is.commands.filter(one => one.exitCode === 0), ...noted.filter(one => !one.exitCode)]
  const isLook = ({ kind }: { kind?: CommandKind }) => kind === 'look'
  const typed = [...well.filter(one => !isLook(one)), ...well.filter(isLook)].map(({ command }) => command)
  return {
    worked: unique([...changed, ...typed]).slice(0, 60),
    deadEnds: unique([
      ...undone.map(change => `${change.what}: ${change.state}${becauseOf(change)}`),
      ...is.hypotheses.filter(one => one.state === 'ruled out').map(deadTheory),
      ...run.flatMap(({ command, exitCode }) => (exitCode ? [`${command} (exit ${exitCode})`] : [])),
    ]).slice(0, 40),
    cause: is.hypotheses.find(one => one.id === is.cause) ?? is.hypotheses.findLast(one => one.state === 'stated'),
    changes: held,
  }
}

/** What Fireline ran, or what the change named when it was done by hand. */
function ranOf({ results, commands }: Change): string[] {
  const ran = results.filter(({ exitCode }: CommandResult) => (exitCode ?? 0) === 0).map(({ command }) => command)
  return ran.length > 0 ? ran : commands
}

/** What told that it was wrong, where a look or PostgreSQL's own count did. */
function becauseOf({ rowsDiffer, looks }: Change): string {
  const look = looks?.findLast(one => one.verdict === 'worse')
  const why = look?.lines.join(' ') ?? (rowsDiffer && `It ${howRowsDiffer(rowsDiffer)}.`)
  return why ? `. ${why.replace(/\.$/, '')}` : ''
}

const deadTheory = ({ statement, ruledOutBecause }: Hypothesis): string =>
  `${statement}: ruled out${ruledOutBecause ? `, ${ruledOutBecause}` : ''}`

const unique = (list: string[]): string[] => [...new Set(list.map(one => one.trim()).filter(one => one !== ''))]

/** Somebody did something: an alert that came and went by itself needs no page. */
export function anythingWasDone(is: Incident): boolean {
  const seen = is.evidence.some(one => one.kind !== 'alert')
  const run = is.commands.length + (is.noted?.length ?? 0)
  return Boolean(is.acknowledgedBy ?? is.lead) || seen || is.hypotheses.length + is.changes.length + run > 0
}
