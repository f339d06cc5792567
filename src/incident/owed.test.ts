import { describe, expect, it } from 'vitest'
import type { Incident } from './incident.ts'
import { lineOf } from './line.ts'
import { byUrgency, type OnCallLooker, owedAfter, owedTo } from './owed.ts'
import { unopened } from './replay.ts'

const at = '2026-11-12T03:21:00.000Z'
const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
const ana: OnCallLooker = { id: 'ana', role: 'responder', onCallFor: ['checkout'] }
const ben: OnCallLooker = { id: 'ben', role: 'responder', onCallFor: [] }
const noor: OnCallLooker = { id: 'noor', role: 'viewer', onCallFor: ['checkout'] }
const here = (person: string, name: string) => ({ person, name, as: 'responder' as const, joinedAt: at })

const burning: Incident = {
  ...unopened,
  id: 'i',
  seq: 1,
  number: 142,
  title: 'Checkout shows no data',
  severity: 'sev2',
  service: 'checkout',
  openedAt: at,
}
const people = [here('ana', 'Ana'), here('ben', 'Ben')]
const held: Incident = { ...burning, acknowledgedBy: 'ana', lead: 'ana', operator: 'ana', people }
const objection = { id: 'o1', ref: 'O1', to: 'C1', reason: 'It drops the cache', state: 'open' as const, at }
const suggestion = { id: 's1', ref: 'S1', text: 'Roll it back', why: 'It was fine', state: 'open' as const, at }
const alert = { alert: 'a', fingerprint: 'f', signature: 's', title: 'No data', severity: 'critical', labels: {} }

const says = (is: Incident, who = ana, now = at) => owedTo(is, who, now).map(one => one.says)

describe('what is owed', () => {
  it('is to acknowledge what nobody has, by who is on call for it or was called', () => {
    expect(owedTo(burning, ana, at)).toEqual([
      {
        kind: 'acknowledge',
        incident: 'i',
        number: 142,
        says: 'Acknowledge it',
        why: 'INC-142 Checkout shows no data, sev2. You are on call, and nobody has it.',
        does: { label: 'Acknowledge: I have it', command: 'acknowledge', body: {} },
        isNeeded: true,
        order: 0,
      },
    ])
    expect(says(burning, ben)).toEqual([])
    const called = [{ id: 'c', person: 'ben', channel: 'mail', reason: '', state: 'owed' as const, at }]
    expect(says({ ...burning, calls: called }, ben)).toEqual(['Acknowledge it'])
    expect(says({ ...burning, cannot: ['ana'] })).toEqual([])
    expect(says(held)).toEqual([])
  })

  it('is nothing for who only watches, and nothing once it is over', () => {
    expect(says(burning, noor)).toEqual([])
    expect(says({ ...burning, status: 'resolved' })).toEqual([])
  })

  it('does not turn red for what wakes nobody', () => {
    expect(owedTo({ ...burning, severity: 'sev4' }, ana, at)[0]).toMatchObject({ isNeeded: false })
  })

  it('is an answer to an objection, by the lead and not by who objected', () => {
    const is = { ...held, objections: [{ ...objection, person: 'ben', by: 'Ben' }] }
    expect(owedTo(is, ana, later(2))[0]).toMatchObject({
      says: "Answer Ben's objection",
      why: 'INC-142 Checkout shows no data, open 2 min. “It drops the cache”',
      does: { command: 'answer-objection', body: { objection: 'o1', answer: null } },
    })
    expect(says(is, ben)).toEqual([])
  })

  it('is the update that was promised, more urgent the nearer it comes', () => {
    const is = { ...held, nextUpdateDueAt: later(30), suggestions: [{ ...suggestion, by: 'Ben' }] }
    expect(says(is)).toEqual(['Ben suggests: Roll it back', 'Post the next update'])
    expect(says(is, ana, later(25))).toEqual(['Post the next update', 'Ben suggests: Roll it back'])
    expect(owedTo(is, ana, later(31))[0]).toMatchObject({
      says: 'The update you promised is due',
      isNeeded: true,
      dueAt: later(30),
    })
  })

  it('is an answer when the lead is offered to me, the keyboard asked of me, or I may have caused it', () => {
    expect(says({ ...held, leadOfferedTo: 'ben' }, ben)).toEqual(['Ana offers you the lead'])
    expect(owedTo({ ...held, keyboardAskedBy: ['ben'] }, ana, at)[0]).toMatchObject({
      says: 'Ben asks for the keyboard',
      does: { label: 'Give it to Ben', command: 'give-keyboard', body: { to: 'ben' } },
    })
    const asked = [{ change: 'c', author: 'ben@example.org', person: 'ben', summary: 'deploy 412' }]
    expect(owedTo({ ...held, wasItYou: asked }, ben, at)[0]).toMatchObject({
      why: 'INC-142 Checkout shows no data. You changed something shortly before: “deploy 412”.',
      does: { command: 'maybe-mine' },
      also: { command: 'not-mine' },
    })
  })

  it('is to say whether it is over, once every alert has recovered', () => {
    const heard = { ...alert, service: 'checkout', startedAt: at, source: 'x', annotations: {} }
    expect(says({ ...held, alerts: [heard] })).toEqual([])
    expect(says({ ...held, alerts: [{ ...heard, recoveredAt: at }] })).toEqual([
      'Every alert has recovered. Is it over?',
    ])
  })

  it('is the page, after the fire, by who led it', () => {
    const over: Incident = { ...held, status: 'resolved', resolvedAt: at }
    const after = (is: Incident, who = ana) => owedAfter(lineOf(is), who).map(one => one.says)
    const draft = { id: 'd', title: 'Routes lost', path: 'p.md', markdown: '', state: 'draft' as const, at }
    expect(after(over)).toEqual(['Write down what helped'])
    expect(after({ ...over, drafts: [draft] })).toEqual(['Accept the page “Routes lost”'])
    expect(after({ ...over, drafts: [{ ...draft, state: 'accepted' }] })).toEqual([])
    expect(after(over, ben)).toEqual([])
    expect(after({ ...over, drill: true })).toEqual([])
  })

  it('stands most urgent first over all fires', () => {
    const calm = { ...held, number: 7, nextUpdateDueAt: later(60) }
    const all = [...owedTo(calm, ana, at), ...owedTo(burning, ana, at)].sort(byUrgency)
    expect(all.map(one => one.says)).toEqual(['Acknowledge it', 'Post the next update'])
  })
})
