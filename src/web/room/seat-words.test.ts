import { expect, it } from 'vitest'
import { seatWords } from './seat-words.ts'

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
