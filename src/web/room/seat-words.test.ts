import { expect, it } from 'vitest'
import type { Incident } from '../../incident/incident.ts'
import { keyboardWords, seatWords, typistWords } from './seat-words.ts'

const ana = { person: 'ana', name: 'Ana', as: 'responder', joinedAt: '2026-11-12T03:00:00.000Z' } as const
const ben = { ...ana, person: 'ben', name: 'Ben' }
const burning = { status: 'open', people: [ana], lead: 'ana' } as const
const says = (is: object) => seatWords({ ...burning, people: [...burning.people], ...is }, 'ana', () => 'Ben')

it('says who has it, and who leads only where there are two', () => {
  expect(says({ lead: undefined })).toBe('nobody has it')
  expect(says({})).toBe('You are here, nobody has it')
  expect(says({ acknowledgedBy: 'ana' })).toBe('You have it')
  expect(says({ people: [ana, ben] })).toBe('You lead')
  expect(says({ people: [ana, ben], lead: 'ben' })).toBe('Ben leads')
  expect(says({ people: [ana, ben], lead: undefined, acknowledgedBy: 'ben' })).toBe('Nobody leads')
})

it('says who types, and where each does once hosts have keyboards of their own', () => {
  const on = (host: string) => ({ host, state: 'live' })
  const own = (host: string, holder: string) => ({ host, holder })
  const types = (is: object) => typistWords({ keyboardAskedBy: [], ...is } as unknown as Incident, 'ana', () => 'Ben')
  const terminals = [on('db-1'), on('web-1')]
  expect(types({ terminals })).toBeUndefined()
  expect(types({ terminals, operator: 'ana' })).toBe('You have the keyboard')
  expect(types({ terminals, operator: 'ben', seats: [own('db-1', 'ana')] })).toBe('Ben on the others, You on db-1')
  const both = [own('db-1', 'ben'), own('web-1', 'ben')]
  expect(types({ terminals, operator: 'ana', seats: both })).toBe('Ben has the keyboard')
})

it('says beside a name which host’s keyboard they have, once hosts have their own', () => {
  const on = (host: string) => ({ host, state: 'live' })
  const own = (host: string, holder: string) => ({ host, holder })
  const has = (is: object) =>
    keyboardWords(
      { keyboardAskedBy: [], terminals: [on('db-1'), on('web-1'), on('lb-1')], ...is } as unknown as Incident,
      'ana',
    )
  expect(has({ operator: 'ana' })).toEqual(['keyboard'])
  expect(has({ operator: 'ben', seats: [own('db-1', 'ana'), own('web-1', 'ana')] })).toEqual([
    'keyboard on db-1 and web-1',
  ])
  expect(has({ operator: 'ana', seats: [own('db-1', 'ben')] })).toEqual(['keyboard on the others'])
  expect(has({ operator: 'ben' })).toEqual([])
})
