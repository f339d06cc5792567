import { describe, expect, it } from 'vitest'
import { refusal, story as told, types, uuid } from '../../../test/change-story.ts'
import { commands } from '../../api/commands.ts'
import type { Next } from '../../incident/decision.ts'
import type { TrafficCheck } from '../../incident/events.ts'
import { changeReactions } from './change.ts'
import { waysOn } from './traffic-ways.ts'

const spare = { slug: 'spare', service: 'shop', driver: 'haproxy', offerAfterMinutes: 15 }
const all = { driver: 'haproxy', to: 'spare', share: 100 }
const well: TrafficCheck = { what: 'health', ok: true, says: 'It is well.' }
const unwell: TrafficCheck = { what: 'build', ok: false, says: 'It runs 2.0, and 2.1 is live.' }
const both: TrafficCheck = {
  what: 'replication',
  ok: false,
  says: 'Two databases would be written to.',
  mustHold: true,
}
const noWay: TrafficCheck = { what: 'way-back', ok: false, says: 'The proxy says no way back.', mustHold: true }

function story() {
  const given = told()
  given.known.standBys.set('spare', spare)
  return {
    ...given,
    shift: () => given.is().shifts?.at(-1),
    id: () => given.is().shifts?.at(-1)?.id ?? '',
    system: (command: Parameters<typeof given.ask>[1], body: object = {}) =>
      given.ask('Fireline', command, { shift: given.is().shifts?.at(-1)?.id, ...body }),
    /** Looked at, and what became of it as the performer asks it. */
    looked(...checks: TrafficCheck[]) {
      this.system('traffic-checked', { checks, wayBack: ['set server app/stand state drain'] })
      const no = this.system('traffic-may-move')
      if ('code' in no) this.system('traffic-failed', { reason: no.message, code: no.code })
      return no
    },
    moved(share = 100) {
      given.ask('Ben', 'shift-traffic', { ...all, share })
      this.looked(well)
      this.system('traffic-shifted', { share, observed: share, tookMs: 1 })
    },
    owed: (type: 'TrafficStarted' | 'WayBackAnnounced') => {
      const entry = given.entries.findLast(one => one.type === type) as never
      return changeReactions.flatMap(one => one[type]?.(entry, given.is()) ?? [])
    },
  }
}

describe('traffic is moved by who works on it, and waits for no copy and no cause', () => {
  it('alone, whoever is there takes the seats with it; what is owed says how much and where', () => {
    const given = story()
    expect(types(given.ask('Ben', 'shift-traffic', all))).toMatch(/LeadTaken.*TrafficStarted/)
    expect(given.shift()).toMatchObject({ ref: 'X1', standBy: 'spare', share: 100, state: 'moving', by: 'Ben' })
    expect(given.owed('TrafficStarted')).toMatchObject([
      { kind: 'move-traffic', dueAt: given.entries.at(-1)?.at, body: { standBy: 'spare', share: 100 } },
    ])
  })

  it('somebody else leads: not without them', () => {
    const given = story()
    for (const person of ['Ana', 'Ben']) given.happened('Joined', { person, as: 'responder' }, person)
    given.happened('LeadTaken', { person: 'Ana' })
    expect(refusal(given.ask('Ben', 'shift-traffic', all)).code).toBe('only-the-lead')
    given.happened('KeyboardGiven', { to: 'Ben', epoch: 1 })
    expect(types(given.ask('Ben', 'shift-traffic', all))).toBe('TrafficStarted')
    expect(refusal(given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'no' })).code).toBe('only-the-lead')
    expect(types(given.ask('Ben', 'revert-traffic', { shift: 'X1' }))).toBe('WayBackAnnounced')
  })

  it('where there is no such stand-by, those that are there are named; with none it is done by hand', () => {
    const given = story()
    expect(refusal(given.ask('Ben', 'shift-traffic', { ...all, to: 'other' }))).toMatchObject({
      code: 'no-stand-by',
      next: [{ body: { to: 'spare' } }, { command: 'propose-change' }],
    })
    expect(refusal(given.ask('Ben', 'shift-traffic', { ...all, driver: 'dns' })).next).toMatchObject([{ body: all }])
    given.known.standBys.clear()
    const no = refusal(given.ask('Ben', 'shift-traffic', all))
    expect([no.message, no.next.map(({ command }) => command)]).toEqual([
      expect.stringContaining('knows no stand-by'),
      ['propose-change'],
    ])
  })

  it('one shift a stand-by at a time, in all incidents; nothing there is nothing to take back', () => {
    const given = story()
    expect(refusal(given.ask('Ben', 'shift-traffic', { ...all, share: 0 })).code).toBe('nothing-moved')
    expect(refusal(given.ask('Ben', 'revert-traffic', { shift: 'X1' })).code).toBe('nothing-moved')
    given.moved()
    expect(refusal(given.ask('Ben', 'shift-traffic', { ...all, share: 50 }))).toMatchObject({
      code: 'traffic-moving',
      next: [{ command: 'revert-traffic', body: { shift: given.id() } }],
    })
    expect(types(given.ask('Ben', 'shift-traffic', { ...all, share: 0 }))).toBe('WayBackAnnounced')
    const other = story()
    other.known.standBys.set('spare', { ...spare, moving: { incident: 'INC-7', shift: uuid(3) } })
    expect(refusal(other.ask('Ben', 'shift-traffic', all))).toMatchObject({
      code: 'traffic-moving',
      next: [{ command: 'revert-traffic', incident: 'INC-7', body: { shift: uuid(3) } }],
    })
  })
})

it('more of what is there is the same shift, looked at anew; less of it is not', () => {
  const given = story()
  given.moved(20)
  given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'look first' })
  const id = given.id()
  expect(types(given.ask('Ben', 'shift-traffic', all))).toBe('TrafficStarted')
  expect(given.is().shifts).toMatchObject([{ id, ref: 'X1', share: 100, state: 'moving', observed: 20, checks: [] }])
  expect(given.shift()?.held).toBeUndefined()
  expect(given.owed('TrafficStarted')).toMatchObject([{ body: { shift: id, share: 100 } }])
  expect(new Set(given.entries.filter(one => one.type === 'TrafficStarted').map(one => one.id)).size).toBe(2)
  expect(given.looked(well)).toEqual([])
  given.system('traffic-shifted', { share: 100, observed: 99.8, tookMs: 1 })
  expect(given.shift()).toMatchObject({ state: 'moved', observed: 99.8, wayBack: ['set server app/stand state drain'] })
  expect(refusal(given.ask('Ben', 'shift-traffic', { ...all, share: 20 })).code).toBe('traffic-moving')
})

describe('a look that fails', () => {
  it('keeps the traffic where it is, and a reason goes past it', () => {
    const given = story()
    given.ask('Ben', 'shift-traffic', all)
    expect(given.looked(well, unwell)).toMatchObject({
      code: 'stand-by-not-ready',
      message: expect.stringContaining('2.1'),
    })
    expect(given.shift()).toMatchObject({ state: 'failed', code: 'stand-by-not-ready' })
    expect(types(given.ask('Ben', 'shift-traffic', { ...all, despite: '2.0 sells, 2.1 does not' }))).toContain(
      'Started',
    )
    expect(given.looked(well, unwell)).toEqual([])
    expect(given.shift()).toMatchObject({ state: 'moving', despite: '2.0 sells, 2.1 does not' })
  })

  it.each([
    ['two-primaries', both],
    ['no-way-back', noWay],
  ])('%s: no reason goes past it', (code, check) => {
    const given = story()
    given.ask('Ben', 'shift-traffic', { ...all, despite: 'no time' })
    expect(given.looked(well, unwell, check)).toMatchObject({ code, message: `Not moved. ${check.says}` })
    const no = refusal(given.ask('Ben', 'shift-traffic', { ...all, despite: 'no time' }))
    expect([no.code, no.message]).toEqual([code, expect.stringContaining('No reason goes past that')])
    expect(types(given.ask('Ben', 'shift-traffic', all))).toBe('TrafficStarted')
    expect(given.looked(well)).toEqual([])
  })

  it('who knows that the old database is off says how, and it is looked at with that', () => {
    const given = story()
    given.ask('Ben', 'shift-traffic', all)
    given.looked(both)
    expect(types(given.ask('Ben', 'shift-traffic', { ...all, fenced: 'I pulled its plug' }))).toBe('TrafficStarted')
    expect(given.shift()).toMatchObject({ fenced: 'I pulled its plug' })
  })
})

describe('the way back', () => {
  it('is announced five seconds before, once, and the lead may hold it', () => {
    const given = story()
    given.moved()
    given.clock('03:10:00')
    const why = '4 % of the requests fail there.'
    expect(types(given.system('announce-way-back', { why, now: false }))).toBe('WayBackAnnounced')
    expect(given.system('announce-way-back', { why, now: false })).toEqual([])
    expect(given.owed('WayBackAnnounced')).toMatchObject([{ dueAt: '2026-05-04T03:10:05.000Z', body: { back: true } }])
    expect(types(given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'the old one is worse' }))).toBe(
      'WayBackHeld',
    )
    expect(refusal(given.system('traffic-may-go-back')).code).toBe('way-back-held')
    expect(refusal(given.system('announce-way-back', { why, now: false })).code).toBe('way-back-held')
    expect(given.shift()).toMatchObject({ state: 'moved', held: { reason: 'the old one is worse' } })
  })

  it('goes at once when nothing answers there, whoever holds it; a person who asks is not held up either', () => {
    const given = story()
    given.moved()
    given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'look first' })
    expect(types(given.system('announce-way-back', { why: 'dead', now: true }))).toBe('WayBackAnnounced')
    expect(refusal(given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'x' })).code).toBe('running')
  })

  it('is taken by a person, by who works on it, and said so', () => {
    const given = story()
    given.moved()
    given.ask('Ben', 'revert-traffic', { shift: 'x1', reason: 'carts are gone' })
    expect(given.ask('Ben', 'revert-traffic', { shift: 'X1' })).toEqual([])
    expect(refusal(given.ask('Ben', 'hold-way-back', { shift: 'X1', reason: 'x' })).code).toBe('running')
    expect(given.system('traffic-may-go-back')).toEqual([])
    given.system('traffic-reverted', { observed: 0.2, tookMs: 400 })
    expect(given.shift()).toMatchObject({ state: 'reverted', how: 'person', why: 'carts are gone', observed: 0.2 })
    expect(given.system('traffic-shifted', { share: 5, observed: 5, tookMs: 1 })).toEqual([])
    expect(given.system('traffic-reverted', { observed: 5, tookMs: 1 })).toEqual([])
    expect(given.system('traffic-checked', { checks: [] })).toEqual([])
    expect(given.system('traffic-failed', { reason: 'late' })).toEqual([])
    expect(refusal(given.system('traffic-may-move')).code).toBe('nothing-moved')
  })
})

it('every way forward of traffic is a command of the API whose body fits', () => {
  const ways: Next[] = []
  const given = story()
  ways.push(...refusal(given.ask('Ben', 'shift-traffic', { ...all, to: 'other' })).next)
  given.ask('Ben', 'shift-traffic', all)
  ways.push(...refusal(given.looked(unwell)).next, ...waysOn(given.shift() as never, 'haproxy'))
  given.ask('Ben', 'shift-traffic', all)
  ways.push(...refusal(given.looked(both)).next, ...waysOn(given.shift() as never, 'haproxy'))
  given.moved()
  ways.push(...waysOn(given.shift() as never, 'haproxy'))
  expect(ways.length).toBeGreaterThan(8)
  for (const { command, body } of ways) {
    const full = Object.entries(body).map(([key, value]) => [key, value ?? 'said by a person'])
    expect(commands[command]?.body.safeParse(Object.fromEntries(full)).error, command).toBeUndefined()
  }
})
