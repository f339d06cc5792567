import { expect, test } from 'vitest'
import { after, anaAndBen, given, nine, no, when } from '../../../test/rally/in-a-room.ts'
import { happened } from '../../incident/decision.ts'
import { nextStep } from '../../incident/next-step.ts'

const login = happened('HostTouched', { host: 'db-1', what: 'login', who: 'ben', from: '10.0.0.7', count: 1 })
const is = given(...anaAndBen, happened('Acknowledged', { person: 'ana', until: nine }), login)
const touch = is.touched?.[0]?.entry ?? ''
const asked = after(is, when(is, 'ana', 'ask-was-it-you', { touch, person: 'Ben' }))

test('whoever may have been on the host is asked whether it was them, once', () => {
  expect(asked.wasItYou).toEqual([
    { change: touch, person: 'ben', author: 'Ben', summary: 'ben from 10.0.0.7 logged in', on: 'db-1' },
  ])
  expect(when(asked, 'ana', 'ask-was-it-you', { touch, person: 'ben' })).toEqual([])
  expect(nextStep(asked, { id: 'ben', role: 'responder' }, nine)).toMatchObject({
    says: 'Was it you? On db-1: “ben from 10.0.0.7 logged in”.',
    does: { label: 'It was me', command: 'maybe-mine', body: { change: touch } },
    also: [{ label: 'Not me', command: 'not-mine' }],
  })
})

test('who says that it was them is whom it is about, asked or not; a no counts of who was asked', () => {
  const says = (was: typeof is, person: string, type: 'MaybeMine' | 'NotMine') =>
    after(was, [happened(type, { person, change: touch })], person).wasItYou.map(one => [one.author, one.answer])
  expect(says(is, 'cleo', 'MaybeMine')).toEqual([['Cleo', 'maybe']])
  expect(says(is, 'cleo', 'NotMine')).toEqual([])
  expect(says(asked, 'cleo', 'NotMine')).toEqual([['Ben', undefined]])
  expect(says(asked, 'ben', 'NotMine')).toEqual([['Ben', 'no']])
})

test('what nobody told of, and who is not known, is a no with a way forward', () => {
  const gone = no(when(is, 'ana', 'ask-was-it-you', { touch: 'x', person: 'ben' }))
  expect([gone.code, gone.next[0]?.body]).toEqual(['unknown-touch', { touch, person: 'ben' }])
  const none = no(when(given(...anaAndBen), 'ana', 'ask-was-it-you', { touch: 'x', person: 'ben' }))
  expect(none.next[0]?.command).toBe('post-update')
  for (const person of ['Zoe', 'fireline'])
    expect(no(when(is, 'ana', 'ask-was-it-you', { touch, person })).code).toBe('unknown-person')
})
