import { expect, it } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import { unopened } from '../../incident/replay.ts'
import { tellEntries } from './told-entries.ts'

const telling = { is: unopened, nameOf: (person: string) => person }

it('tells what machines did in a row as one line that opens, and leaves two alone', () => {
  const told = tellEntries([...calls(3), acknowledged, ...calls(2)], telling)
  expect(told.map(one => ('machines' in one ? one.machines.length : one.entry.type))).toEqual([
    3,
    'Acknowledged',
    'CallOwed',
    'CallOwed',
  ])
})

const base = {
  incident: 'i',
  seq: 1,
  at: '2026-11-12T03:07:00.000Z',
  v: 1,
  by: { kind: 'system', id: 'fireline', name: 'Fireline' },
}
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
  type: 'Acknowledged',
  data: { person: 'ana', until: base.at },
} as unknown as Entry
