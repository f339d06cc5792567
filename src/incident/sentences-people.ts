import type { EventType } from './events.ts'
import {
  code,
  decision,
  doer,
  machine,
  need,
  type Piece,
  people,
  ref,
  refOf,
  type SentenceBy,
  said,
  strong,
  type Telling,
} from './sentence.ts'

/** The room, its lead, its one keyboard. */
export const peopleSentences = {
  Joined: ({ data }, { nameOf }) =>
    people('people', strong(nameOf(data.person)), data.as === 'observer' ? ' watches' : ' is here'),
  Left: ({ data }, { nameOf }) => people('people', strong(nameOf(data.person)), ' left'),
  LeadTaken: ({ data }, { nameOf }) =>
    decision('flag', strong(nameOf(data.person)), ' leads', ...said(': ', data.reason)),
  LeadOffered: (entry, { nameOf }) => people('flag', doer(entry), ` offers the lead to ${nameOf(entry.data.to)}`),
  LeadAccepted: ({ data }, { nameOf }) => decision('flag', strong(nameOf(data.person)), ' leads now'),
  LeadDeclined: ({ data }, { nameOf }) => people('flag', strong(nameOf(data.person)), ' does not take the lead'),
  KeyboardGiven: ({ data }, { nameOf }) =>
    decision('key', strong(nameOf(data.to)), ' has the keyboard', ...said(': ', data.reason)),
  KeyboardOffered: (entry, { nameOf }) =>
    people('key', doer(entry), ` offers the keyboard to ${nameOf(entry.data.to)}`),
  KeyboardAsked: ({ data }, { nameOf }) => people('key', strong(nameOf(data.person)), ' asks for the keyboard'),
  TerminalShared: ({ data }, { nameOf }) =>
    people('term', strong(nameOf(data.person)), ' shares a terminal on ', code(data.host)),
  TerminalEnded: ({ data }, { is }) => {
    const terminal = is.terminals.find(one => one.id === data.terminal)
    return machine('term', `The terminal${terminal ? ` on ${terminal.host}` : ''} ended: ${data.reason}`)
  },
  CommandRan: (entry, { nameOf }) => {
    const { command, exitCode, person } = entry.data
    const who = person ? strong(nameOf(person)) : doer(entry)
    return people('term', who, ' ran ', code(command), ...(exitCode ? [`, ended with ${exitCode}`] : []))
  },
  Suggested: entry => people('idea', doer(entry), ' suggests ', ref(entry.data.ref), `: ${entry.data.text}`),
  SuggestionAccepted: (entry, { is }) =>
    decision('check', doer(entry), ' accepted ', refOf(is.suggestions, entry.data.suggestion)),
  SuggestionDeclined: (entry, { is }) =>
    people('x', doer(entry), ' declined ', refOf(is.suggestions, entry.data.suggestion), `: ${entry.data.reason}`),
  Objected: (entry, telling) => {
    const { objection, to, reason } = entry.data
    const isOpen = telling.is.objections.some(one => one.id === objection && one.state === 'open')
    return (isOpen ? need : people)('stop', doer(entry), ' objects to ', objectedTo(to, telling), `: ${reason}`)
  },
  ObjectionAnswered: (entry, { is }) =>
    decision('check', doer(entry), ' answered ', refOf(is.objections, entry.data.objection), `: ${entry.data.answer}`),
  ObjectionWithdrawn: (entry, { is }) =>
    people('check', doer(entry), ' withdrew ', refOf(is.objections, entry.data.objection)),
} satisfies Partial<SentenceBy<EventType>>

const objectedTo = (id: string, { is }: Telling): Piece => refOf([...is.changes, ...is.suggestions], id)
