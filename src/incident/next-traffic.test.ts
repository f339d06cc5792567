import { expect, it } from 'vitest'
import type { Incident, Shift } from './incident.ts'
import { nextStep } from './next-step.ts'
import { unopened } from './replay.ts'
import { awayTraffic, trafficNow } from './traffic-words.ts'

const at = '2026-11-12T03:21:00.000Z'
const here = (person: string, name: string) => ({ person, name, as: 'responder' as const, joinedAt: at })
const burning: Incident = {
  ...unopened,
  seq: 1,
  title: 'No carts',
  service: 'shop',
  severity: 'sev1',
  openedAt: at,
  acknowledgedBy: 'ana',
  lead: 'ana',
  operator: 'ben',
  people: [here('ana', 'Ana'), here('ben', 'Ben')],
}
const begun: Shift = {
  id: 'x',
  ref: 'X1',
  standBy: 'spare',
  share: 100,
  wayBack: [],
  state: 'moving',
  checks: [],
  by: 'Ana',
  at,
}
const moved: Shift = { ...begun, state: 'moved', observed: 99.84, movedAt: at }
const announced = { why: 'The stand-by answers 12 % with errors.', effectiveAt: at }
const given = (more: Partial<Shift>, is: Partial<Incident> = {}) => ({
  ...burning,
  ...is,
  shifts: [{ ...moved, ...more }],
})
const next = (is: Incident, id = 'ana', now = at) => nextStep(is, { id, role: 'responder' }, now)

it('a stand-by that is offered is next, with its last proof, until ten minutes later', () => {
  const offered = { ...burning, standByOffered: { standBy: 'spare', provenAt: '2026-11-10T03:21:00.000Z', at } }
  expect(next(offered)).toMatchObject({
    says: 'A stand-by for shop exists: spare, last proven 2 days ago. Move traffic?',
    does: { label: 'Dry run…', command: 'shift-traffic', body: { to: 'spare', share: null } },
  })
  expect(next(offered, 'ana', '2026-11-12T03:31:00.001Z').says).toContain('Breathe.')
  expect(next({ ...offered, status: 'mitigated' }).says).not.toContain('tand-by')
})

it('traffic that goes back by itself comes before everything else, and only who leads holds it', () => {
  const back = given({ announced })
  expect(next(back)).toMatchObject({
    says: 'X1: traffic goes back by itself. The stand-by answers 12 % with errors.',
    does: { command: 'hold-way-back', body: { shift: 'x' } },
    also: [{ command: 'revert-traffic', body: { shift: 'x' } }],
  })
  expect(next(back, 'ben')).toMatchObject({ missing: ['Ana may hold it'] })
  expect(next(back, 'ben').does).toBeUndefined()
})

it('what a person takes back is held by nobody', () => {
  const taken = next(given({ announced: { ...announced, asked: true } }))
  expect(taken).toEqual({ step: 6, says: 'X1: traffic is being taken back.', missing: [] })
})

it('what was not moved is next for ten minutes, what is left half-way for as long as it is', () => {
  const refused = given({
    state: 'failed',
    observed: 0,
    why: 'Not moved. It runs 2.29.4, and 2.31.0 is live.',
    endedAt: at,
  })
  expect(next(refused)).toMatchObject({
    says: 'X1: Not moved. It runs 2.29.4, and 2.31.0 is live.',
    does: { command: 'shift-traffic', body: { to: 'spare', share: null } },
  })
  const later = '2026-11-12T03:32:00.000Z'
  expect(next(refused, 'ana', later).says).toContain('Breathe.')
  expect(next(given({ state: 'failed', observed: 40, endedAt: at }), 'ana', later)).toMatchObject({
    says: 'X1 failed, and 40 % of the traffic was on spare last. Look at the proxy.',
    does: { command: 'shift-traffic', body: { to: 'spare', share: null } },
  })
})

it('while it moves the way back is at hand; once it is there it is asked whether users still hurt', () => {
  expect(next({ ...burning, shifts: [begun] })).toMatchObject({
    says: 'X1: spare is looked at first.',
    also: [{ label: 'Take it back' }],
  })
  expect(next(given({ ...begun, state: 'moving', observed: 5.3 })).says).toBe(
    'X1: 5.3 % of the traffic is on spare, 100 % when that goes well.',
  )
  expect(next(given({}))).toMatchObject({
    says: 'X1: 99.8 % of the traffic is on spare. Do users still hurt?',
    does: { command: 'mitigate' },
    also: [{ command: 'revert-traffic' }],
  })
})

it('who resolves reads that traffic is still away', () => {
  const quiet = { alerts: [{ recoveredAt: at }] as Incident['alerts'], status: 'mitigated' as const }
  expect(next(given({}, quiet)).missing).toEqual(['Traffic is still on spare'])
  expect(next(given({ state: 'reverted' }, quiet)).missing).toEqual([])
})

it.each([
  ['being moved to spare', begun],
  ['5.3 % on spare, being moved', { ...begun, observed: 5.3 }],
  ['99.8 % on spare since 03:21', moved],
  ['99.8 % on spare, going back by itself', { ...moved, announced }],
  ['99.8 % on spare, being taken back', { ...moved, announced: { ...announced, asked: true as const } }],
  ['back where it was since 03:21', { ...moved, state: 'reverted' as const, endedAt: at }],
  ['40 % on spare: the move failed', { ...moved, state: 'failed' as const, observed: 40 }],
  ['not known: the move to spare failed', { ...begun, state: 'failed' as const }],
])('where traffic is: %s', (says, shift) => {
  expect(trafficNow({ shifts: [shift] }, when => when.slice(11, 16))).toBe(says)
})

it('what failed half-way is still away', () => {
  expect(awayTraffic({ shifts: [{ ...moved, state: 'failed', observed: 40 }] })?.ref).toBe('X1')
  expect(awayTraffic({ shifts: [{ ...moved, state: 'failed', observed: 0 }] })).toBeUndefined()
  expect(awayTraffic({})).toBeUndefined()
})
