import type { EventType } from './events.ts'
import {
  decision,
  doer,
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

/** The room, its lead, and what is said in it. */
export const peopleSentences = {
  Joined: ({ data }, { nameOf }) =>
    people('people', strong(nameOf(data.person)), data.as === 'observer' ? ' watches' : ' is here'),
  Left: ({ data }, { nameOf }) => people('people', strong(nameOf(data.person)), ' left'),
  LeadTaken: ({ data }, { nameOf }) =>
    decision('flag', strong(nameOf(data.person)), ' leads', ...said(': ', data.reason)),
  LeadOffered: (entry, { nameOf }) => people('flag', doer(entry), ` offers the lead to ${nameOf(entry.data.to)}`),
  LeadAccepted: ({ data }, { nameOf }) => decision('flag', strong(nameOf(data.person)), ' leads now'),
  LeadDeclined: ({ data }, { nameOf }) => people('flag', strong(nameOf(data.person)), ' does not take the lead'),
  Suggested: entry => people('idea', doer(entry), ' suggests ', ref(entry.data.ref), `: ${entry.data.text}`),
  SuggestionAccepted: (entry, { is }) => {
    const what = refOf(is.suggestions, entry.data.suggestion)
    if (entry.by.kind === 'system') return decision('check', 'Nobody is against ', what, ': it goes ahead')
    return decision('check', doer(entry), ' accepted ', what)
  },
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
