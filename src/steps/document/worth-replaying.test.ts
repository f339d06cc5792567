import { expect, test } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import type { EventType } from '../../incident/events.ts'
import { worthReplaying } from './worth-replaying.ts'

const night = (...types: EventType[]) =>
  types.map((type, i) => ({ seq: i + 1, type, by: { kind: 'person', id: 'ana', name: 'Ana' }, data: {} }) as Entry)

test('of a night, the three decisions that teach most, in the order they were made', () => {
  const entries = night(
    'IncidentOpened',
    'HypothesisProposed',
    'HypothesisRuledOut',
    'ChangeProposed',
    'Waived',
    'CauseConfirmed',
  )
  expect(worthReplaying(entries)).toEqual([
    { seq: 3, why: 'A theory was ruled out', asks: 'What would you look at next?' },
    { seq: 5, why: 'A rule was waived', asks: 'What would you do now?' },
    { seq: 6, why: 'The cause was confirmed', asks: 'What would you look at next?' },
  ])
})

test('one of a kind comes before another of the same', () => {
  const entries = night(
    'HypothesisRuledOut',
    'HypothesisRuledOut',
    'HypothesisRuledOut',
    'SuggestionDeclined',
    'CalledIn',
  )
  expect(worthReplaying(entries).map(one => one.seq)).toEqual([1, 4, 5])
})

test('what machines did is no decision, and a quiet incident has none', () => {
  const [opened, ruled] = night('IncidentOpened', 'HypothesisRuledOut')
  const byMachine = { ...ruled, by: { kind: 'system' } } as Entry
  expect(worthReplaying([opened as Entry, byMachine])).toEqual([])
})
