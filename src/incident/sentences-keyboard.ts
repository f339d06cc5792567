import type { EventType } from './events.ts'
import { code, decision, doer, need, type Piece, people, type SentenceBy, said, strong, time } from './sentence.ts'

/** Who types, and how that changes hands. */
export const keyboardSentences = {
  KeyboardGiven: ({ data }, { nameOf }) =>
    decision('key', strong(nameOf(data.to)), ' has the keyboard', ...onHost(data.host), ...said(': ', data.reason)),
  KeyboardOffered: (entry, { nameOf }) =>
    people('key', doer(entry), ` offers the keyboard to ${nameOf(entry.data.to)}`),
  KeyboardAsked: ({ data }, { nameOf }) =>
    people('key', strong(nameOf(data.person)), ' asks for the keyboard', ...onHost(data.host)),
  ControlTaken: ({ data }, { nameOf }) =>
    decision('key', strong(nameOf(data.person)), ' has control', ...onHost(data.host)),
  TakeOverAnnounced: ({ data }, { nameOf, is }) => {
    const { takeOver, person, from, host, effectiveAt, reason } = data
    const isOpen = is.takeOvers?.some(one => one.takeOver === takeOver)
    const takes = [strong(nameOf(person)), ` takes the keyboard from ${nameOf(from)}`, ...onHost(host)]
    return (isOpen ? need : people)('key', ...takes, ' at ', time(effectiveAt), `: ${reason}`)
  },
  TakeOverCalledOff: entry => people('key', doer(entry), ' called that off', ...said(': ', entry.data.reason)),
  LeadNagged: (_, { is }) => (is.lead ? people : need)('flag', 'Nobody leads'),
  GlassBroken: ({ data }, { nameOf }) =>
    people(
      'key',
      strong(nameOf(data.person)),
      ' took the keyboard',
      ...onHost(data.host),
      ' without Fireline at ',
      time(data.at),
    ),
} satisfies Partial<SentenceBy<EventType>>

export const onHost = (host: string | undefined): Piece[] => (host ? [' on ', code(host)] : [])
