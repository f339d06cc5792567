import { expect, it } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import { replay, unopened } from '../../incident/replay.ts'
import { foldMachines, isMachines, saidText, shown, teller } from './told-entries.ts'

const nameOf = (person: string) => person
const telling = { is: unopened, nameOf }
const tell = (entries: Entry[]) => teller()(entries, telling)

it('tells what machines did in a row as one line that opens, and leaves two alone', () => {
  const told = foldMachines(tell([...calls(3), acknowledged, ...calls(2)]))
  expect(told.map(one => (isMachines(one) ? one.machines.length : one.entry.type))).toEqual([
    3,
    'Acknowledged',
    'CallOwed',
    'CallOwed',
  ])
})

it('shows only what was asked for, and folds none of it', () => {
  const told = tell([...calls(3), acknowledged, ...calls(2)])
  expect(shown(told, 'people', '')).toHaveLength(1)
  expect(shown(told, 'decisions', '')).toHaveLength(1)
  expect(shown(told, 'machines', '')).toHaveLength(5)
  expect(shown(told, 'all', ' HAS IT ')).toHaveLength(1)
  expect(shown(told, 'machines', 'nothing like it')).toEqual([])
})

it('says of a timeline that grows what it would say of the whole, and keeps what it said before', () => {
  const story = [suggested, objected, acknowledged, ...calls(3), withdrawn].map((entry, i) => ({
    ...entry,
    seq: i + 1,
  }))
  const growing = teller()
  for (let n = 1; n <= story.length; n += 1) {
    const entries = story.slice(0, n) as Entry[]
    const now = { is: replay(entries), nameOf }
    expect(growing(entries, now)).toEqual(teller()(entries, now))
  }
  const whole = story as Entry[]
  const is = replay(whole)
  const once = growing(whole, { is, nameOf })
  expect(once[1]?.sentence.weight, 'an objection that is withdrawn').toBe('people')
  const again = growing(whole, { is, nameOf: person => person })
  expect(again.every((one, i) => one === once[i])).toBe(true)
  const renamed = growing(whole, { is, nameOf: () => 'Zoe' })
  expect(saidText(renamed[2]?.sentence.says ?? [])).toContain('Zoe')
})

const base = {
  incident: 'i',
  seq: 1,
  at: '2026-11-12T03:07:00.000Z',
  v: 1,
  by: { kind: 'system', id: 'fireline', name: 'Fireline' },
}
const ben = { kind: 'person', id: 'ben', name: 'Ben' }
const calls = (n: number): Entry[] =>
  Array.from(
    { length: n },
    (_, i) =>
      ({
        ...base,
        id: `${i}`,
        type: 'CallOwed',
        data: { call: 'c', person: 'Ana', channel: 'email', reason: '' },
      }) as unknown as Entry,
  )
const acknowledged = {
  ...base,
  id: 'a',
  by: { kind: 'person', id: 'ana', name: 'Ana' },
  type: 'Acknowledged',
  data: { person: 'ana', until: base.at },
} as unknown as Entry
const suggested = {
  ...base,
  id: 's',
  by: ben,
  type: 'Suggested',
  data: { suggestion: 's1', ref: 'S1', text: 'Roll back', why: 'It was fine' },
} as unknown as Entry
const objected = {
  ...base,
  id: 'o',
  by: ben,
  type: 'Objected',
  data: { objection: 'o1', ref: 'O1', to: 's1', reason: 'No' },
} as unknown as Entry
const withdrawn = {
  ...base,
  id: 'w',
  by: ben,
  type: 'ObjectionWithdrawn',
  data: { objection: 'o1' },
} as unknown as Entry
