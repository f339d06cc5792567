import { expect, it } from 'vitest'
import type { Entry } from '../../incident/entry.ts'
import { handOverTo } from './use-control.ts'

const entry = (seq: number, type: string, by: string, data: object) =>
  ({ seq, type, by: { kind: 'person', id: by, name: by }, data }) as unknown as Entry
const shared = (seq: number, terminal: string) => entry(seq, 'TerminalShared', 'ana', { terminal })
const given = (seq: number, by: string, to: string) => entry(seq, 'KeyboardGiven', by, { to, epoch: seq })

it('asks who was given the keyboard by another for a word before their keys go into a terminal that was there', () => {
  const entries = [shared(1, 't1'), given(2, 'ana', 'ben')]
  expect(handOverTo(entries, 'ben', 't1')).toEqual({ by: 'ana', name: 'ana', epoch: 2 })
  expect(handOverTo(entries, 'ana', 't1')).toBeUndefined()
  expect(handOverTo([shared(1, 't1'), given(2, 'ben', 'ben')], 'ben', 't1')).toBeUndefined()
})

it('asks nothing in a terminal that was shared after it: nobody left a line there', () => {
  expect(handOverTo([given(1, 'ana', 'ben'), shared(2, 't1')], 'ben', 't1')).toBeUndefined()
})
