import { seatsLeft } from './evolve-keyboard.ts'
import type { EvolveBy, Incident, Objection, Participant } from './incident.ts'
import { withChanged } from './list.ts'

type PeopleEvent =
  | 'Joined'
  | 'Left'
  | 'LeadTaken'
  | 'LeadOffered'
  | 'LeadAccepted'
  | 'LeadDeclined'
  | 'Suggested'
  | 'SuggestionAccepted'
  | 'SuggestionDeclined'
  | 'Objected'
  | 'ObjectionAnswered'
  | 'ObjectionWithdrawn'

/** How the room and what is said in it change the incident; its keyboards are in `evolve-keyboard.ts`, its terminals in `evolve-terminal.ts`. */
export const evolvePeople: EvolveBy<PeopleEvent> = {
  Joined: (was, data, entry) => ({
    ...was,
    people: [
      ...was.people.filter(present => present.person !== data.person),
      participant(was, data.person, data.as, entry.by.name, entry.at),
    ],
  }),
  Left: (was, data, entry) => ({
    ...seatsLeft(was, data, entry.at),
    lead: data.freed?.includes('lead') ? undefined : was.lead,
    leadOfferedTo: data.freed?.includes('lead') ? undefined : was.leadOfferedTo,
    ...(data.freed?.includes('lead') && { leadFreeSince: entry.at, leadNags: undefined }),
    people: was.people.map(present => (present.person === data.person ? { ...present, leftAt: entry.at } : present)),
  }),
  LeadTaken: (was, data) => ledBy(was, data.person),
  LeadOffered: (was, data) => ({ ...was, leadOfferedTo: data.to }),
  LeadAccepted: (was, data) => ledBy(was, data.person),
  LeadDeclined: was => ({ ...was, leadOfferedTo: undefined }),
  Suggested: (was, data, entry) => {
    const { suggestion: id, ...said } = data
    return {
      ...was,
      suggestions: [
        ...was.suggestions,
        { id, ...said, state: 'open', by: entry.by.name, person: entry.by.id, at: entry.at },
      ],
    }
  },
  SuggestionAccepted: (was, data) => ({
    ...was,
    suggestions: withChanged(was.suggestions, data.suggestion, { state: 'accepted', openUntil: undefined }),
  }),
  SuggestionDeclined: (was, data) => ({
    ...was,
    suggestions: withChanged(was.suggestions, data.suggestion, {
      state: 'declined',
      reason: data.reason,
      openUntil: undefined,
    }),
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

const ledBy = (was: Incident, lead: string): Incident => ({
  ...was,
  lead,
  leadOfferedTo: undefined,
  leadFreeSince: undefined,
  leadNags: undefined,
})

function participant(was: Incident, person: string, as: Participant['as'], name: string, at: string): Participant {
  const before = was.people.find(present => present.person === person)
  return { person, name, as, joinedAt: before?.joinedAt ?? at }
}
