import type { EventData } from './events.ts'
import type { EvolveBy, Incident, Terminal } from './incident.ts'
import { withChanged } from './list.ts'

type TerminalEvent =
  | 'TerminalShared'
  | 'TerminalEnded'
  | 'CommandRan'
  | 'CommandNoted'
  | 'CommandJudged'
  | 'CommandsMore'
  | 'RecordingAnchored'
  | 'RecordingGap'
  | 'WentOnUnrecorded'
  | 'ShellOpened'
  | 'CheckRan'
  | 'HostTouched'

/** How terminals, what ran in them and what happens on their hosts change the incident. */
export const evolveTerminal: EvolveBy<TerminalEvent> = {
  TerminalShared: (was, data, entry) => ({
    ...was,
    terminals: [
      ...was.terminals.filter(terminal => terminal.id !== data.terminal),
      {
        id: data.terminal,
        title: data.title,
        host: data.host,
        person: data.person,
        recording: data.recording,
        looking: data.looking,
        state: 'live',
        sharedAt: entry.at,
      },
    ],
  }),
  TerminalEnded: (was, data, entry) => ({
    ...was,
    terminals: withChanged(was.terminals, data.terminal, {
      state: 'ended',
      endedAt: entry.at,
      exitCode: data.exitCode,
    }),
  }),
  CommandRan: (was, data, entry) => ({ ...was, commands: [...was.commands, { ...data, entry: entry.id }] }),
  CommandNoted: (was, { note: id, ...said }, { id: entry, by }) => ({
    ...was,
    noted: [...(was.noted ?? []), { id, entry, ...said, person: by.id, by: by.name }],
  }),
  CommandJudged: (was, { command, kind }, { by }) => {
    const judged = { kind, judgedBy: by.name }
    return {
      ...was,
      commands: was.commands.map(one => (one.entry === command ? { ...one, ...judged } : one)),
      noted: was.noted && withChanged(was.noted, command, judged),
    }
  },
  CommandsMore: (was, { terminal, count }) => ({
    ...was,
    commandsMore: { ...was.commandsMore, [terminal]: (was.commandsMore?.[terminal] ?? 0) + count },
  }),
  RecordingAnchored: (was, { bytes, segments, digest, terminal }, { at }) =>
    withTerminal(was, terminal, () => ({ anchored: { bytes, segments, digest, at } })),
  RecordingGap: (was, { bytes, why, terminal }, { at }) =>
    withTerminal(was, terminal, ({ gaps = [] }) => ({ gaps: [...gaps, { bytes, why, at }] })),
  WentOnUnrecorded: was => was,
  ShellOpened: (was, data, { at }) => ({ ...was, shells: [...(was.shells ?? []), { ...data, at }] }),
  CheckRan: (was, data, { at, by }) => ({ ...was, checks: [...(was.checks ?? []), { ...data, by: by.name, at }] }),
  HostTouched: (was, data, { id, at }) => {
    const before = was.touched?.find(one => isLike(one, data))
    const others = was.touched?.filter(one => one !== before) ?? []
    const { entry = id, since = at, count = 0 } = before ?? {}
    return { ...was, touched: [...others, { ...data, entry, since, at, count: count + data.count }] }
  },
}

function withTerminal(was: Incident, id: string, change: (terminal: Terminal) => Partial<Terminal>): Incident {
  return { ...was, terminals: was.terminals.map(one => (one.id === id ? { ...one, ...change(one) } : one)) }
}

const isLike = (one: EventData['HostTouched'], other: EventData['HostTouched']): boolean =>
  one.host === other.host && one.what === other.what && one.who === other.who && one.from === other.from
