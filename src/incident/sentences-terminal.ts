import type { EventType } from './events.ts'
import { code, count, decision, doer, machine, need, people, type SentenceBy, strong } from './sentence.ts'
import { onHost } from './sentences-keyboard.ts'
import { touchWords } from './touch-words.ts'

/** Terminals, what ran in them, and what others do on their hosts. */
export const terminalSentences = {
  TerminalShared: ({ data }, { nameOf }) =>
    people('term', strong(nameOf(data.person)), ' shares a terminal on ', code(data.host)),
  TerminalEnded: ({ data }, { is }) => {
    const terminal = is.terminals.find(one => one.id === data.terminal)
    return machine('term', `The terminal${terminal ? ` on ${terminal.host}` : ''} ended: ${data.reason}`)
  },
  CommandRan: (entry, { nameOf }) => {
    const { command, exitCode, person, host, denied, outside } = entry.data
    const who = person ? strong(nameOf(person)) : doer(entry)
    const marks = [denied ? ', permission denied' : '', outside ? ', outside the gate' : '']
    return people('term', who, ' ran ', code(command), ...onHost(host), ...ended(exitCode), ...marks)
  },
  CommandNoted: entry => {
    const { command, host, exitCode } = entry.data
    return people('term', doer(entry), ' noted ', code(command), ...onHost(host), ...ended(exitCode))
  },
  CommandJudged: (entry, { is }) => {
    const { command, kind } = entry.data
    const found = is.commands.find(one => one.entry === command) ?? is.noted?.find(one => one.id === command)
    const what = found ? code(found.command) : 'a command'
    return people('pencil', doer(entry), ' says that ', what, kind === 'look' ? ' only looked' : ' changed something')
  },
  CommandsMore: ({ data }) => machine('term', `${count(data.count, 'command')} more ran in this terminal`),
  RecordingAnchored: () => machine('lock', 'The recording is held fast up to here'),
  RecordingGap: ({ data }) =>
    need(
      'term',
      `UNRECORDED: ${count(data.bytes, 'byte')}, ${data.why === 'line' ? 'the line was cut' : 'the disk is full'}`,
    ),
  WentOnUnrecorded: ({ data }, { nameOf, is }) => {
    const host = is.terminals.find(one => one.id === data.terminal)?.host
    return need('term', strong(nameOf(data.person)), ' went on unrecorded', ...onHost(host), `: “${data.reason}”`)
  },
  ShellOpened: ({ data }, { nameOf }) =>
    decision(
      'key',
      strong(nameOf(data.person)),
      data.joins ? ' signed to type in a shell' : ' opened a shell',
      ...onHost(data.host),
      ` as ${data.account}`,
    ),
  CheckRan: entry => {
    const { check, host, exitCode } = entry.data
    return people('eye', doer(entry), ' ran the check ', code(check), ...onHost(host), ...ended(exitCode))
  },
  HostTouched: ({ data }) =>
    people(
      'eye',
      'Not by the operator: ',
      touchWords(data),
      ...onHost(data.host),
      data.count > 1 ? `, ${data.count} times` : '',
      data.why ? `: “${data.why}”` : '',
    ),
} satisfies Partial<SentenceBy<EventType>>

const ended = (exitCode: number | undefined): string[] => (exitCode ? [`, ended with ${exitCode}`] : [])
