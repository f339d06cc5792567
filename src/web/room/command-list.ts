import type { CommandKind } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'

/** A command as it is listed: told by a shell, read from a screen, or noted by hand. */
export interface ListedCommand {
  /** What `judge-command` names it by. */
  id: string
  command: string
  /** When it began, RFC 3339. */
  at: string
  kind?: CommandKind
  judgedBy?: string
  /** Id of who ran it, where that is known. */
  person?: string
  host: string | undefined
  cwd?: string
  exitCode?: number
  durationMs?: number
  how: 'marks' | 'screen' | 'hand'
  isDenied: boolean
  /** Who may be paged for what was denied; of them who has access, and who is on call (all, where it is not said). */
  whoMay?: readonly string[]
  withAccess?: readonly string[]
  onCall?: readonly string[]
  /** A change that nobody asked Fireline for. */
  isOutside: boolean
}

/** All that was run here, the last first. A person who says that it only looked takes it back inside the gate. */
export function commandList({ commands, noted = [], terminals }: Incident): ListedCommand[] {
  const hostOf = new Map(terminals.map(one => [one.id, one.host]))
  const ran = commands.map(({ entry, startedAt, terminal, host, from = 'marks', denied, outside, ...one }) => ({
    ...one,
    id: entry,
    at: startedAt,
    host: host ?? hostOf.get(terminal),
    how: from,
    isDenied: denied === true,
    isOutside: outside === true && one.kind !== 'look',
  }))
  const byHand = noted.map(({ id, command, at, kind, judgedBy, person, host, exitCode }) => ({
    id,
    command,
    at,
    kind,
    person,
    host,
    how: 'hand' as const,
    isDenied: false,
    isOutside: false,
    ...(judgedBy !== undefined && { judgedBy }),
    ...(exitCode !== undefined && { exitCode }),
  }))
  return [...ran, ...byHand].toSorted((a, b) => b.at.localeCompare(a.at))
}
