import type { EvolveBy, Incident, Objection, Participant } from './incident.ts'
import { withChanged } from './list.ts'

type PeopleEvent =
  | 'Joined'
  | 'Left'
  | 'LeadTaken'
  | 'LeadOffered'
  | 'LeadAccepted'
  | 'LeadDeclined'
  | 'KeyboardGiven'
  | 'KeyboardOffered'
  | 'KeyboardAsked'
  | 'TerminalShared'
  | 'TerminalEnded'
  | 'CommandRan'
  | 'Suggested'
  | 'SuggestionAccepted'
  | 'SuggestionDeclined'
  | 'Objected'
  | 'ObjectionAnswered'
  | 'ObjectionWithdrawn'

/** How the room, its seats and its terminals change the incident. */
export const evolvePeople: EvolveBy<PeopleEvent> = {
  Joined: (was, data, entry) => ({
    ...was,
    people: [
      ...was.people.filter(present => present.person !== data.person),
      participant(was, data.person, data.as, entry.by.name, entry.at),
    ],
  }),
  Left: (was, data, entry) => ({
    ...was,
    lead: data.freed?.includes('lead') ? undefined : was.lead,
    leadOfferedTo: data.freed?.includes('lead') ? undefined : was.leadOfferedTo,
    operator: data.freed?.includes('keyboard') ? undefined : was.operator,
    epoch: data.epoch ?? was.epoch,
    keyboardAskedBy: was.keyboardAskedBy.filter(person => person !== data.person),
    people: was.people.map(present => (present.person === data.person ? { ...present, leftAt: entry.at } : present)),
  }),
  LeadTaken: (was, data) => ({ ...was, lead: data.person, leadOfferedTo: undefined }),
  LeadOffered: (was, data) => ({ ...was, leadOfferedTo: data.to }),
  LeadAccepted: (was, data) => ({ ...was, lead: data.person, leadOfferedTo: undefined }),
  LeadDeclined: was => ({ ...was, leadOfferedTo: undefined }),
  KeyboardGiven: (was, data) => ({
    ...was,
    operator: data.to,
    epoch: data.epoch,
    keyboardOfferedTo: undefined,
    keyboardAskedBy: was.keyboardAskedBy.filter(person => person !== data.to),
  }),
  KeyboardOffered: (was, data) => ({ ...was, keyboardOfferedTo: data.to }),
  KeyboardAsked: (was, data) => ({
    ...was,
    keyboardAskedBy: [...was.keyboardAskedBy.filter(person => person !== data.person), data.person],
  }),
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
  Suggested: (was, data, entry) => {
    const { suggestion: id, ...said } = data
    return {
      ...was,
      suggestions: [...was.suggestions, { id, ...said, state: 'open', by: entry.by.name, at: entry.at }],
    }
  },
  SuggestionAccepted: (was, data) => ({
    ...was,
    suggestions: withChanged(was.suggestions, data.suggestion, { state: 'accepted' }),
  }),
  SuggestionDeclined: (was, data) => ({
    ...was,
    suggestions: withChanged(was.suggestions, data.suggestion, { state: 'declined', reason: data.reason }),
  }),
  Objected: (was, data, entry) => {
    const { objection: id, ...said } = data
    const objected: Objection = { id, ...said, state: 'open', person: entry.by.id, by: entry.by.name, at: entry.at }
    return { ...was, objections: [...was.objections, objected] }
  },
  ObjectionAnswered: (was, data) => ({
    ...was,
    objections: withChanged(was.objections, data.objection, { state: 'answered', answer: data.answer }),
  }),
  ObjectionWithdrawn: (was, data) => ({
    ...was,
    objections: withChanged(was.objections, data.objection, { state: 'withdrawn' }),
  }),
}

function participant(was: Incident, person: string, as: Participant['as'], name: string, at: string): Participant {
  const before = was.people.find(present => present.person === person)
  return { person, name, as, joinedAt: before?.joinedAt ?? at }
}
