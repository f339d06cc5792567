import { describe, expect, it } from 'vitest'
import type { Incident } from './incident.ts'
import type { Looker } from './next.ts'
import { nextStep } from './next-step.ts'
import { unopened } from './replay.ts'
import { stepMarks } from './step-marks.ts'

const at = '2026-11-12T03:21:00.000Z'
const ana: Looker = { id: 'ana', role: 'responder' }
const noor: Looker = { id: 'noor', role: 'viewer' }
const here = (person: string, name: string, as: 'responder' | 'observer' = 'responder') => ({
  person,
  name,
  as,
  joinedAt: at,
})

const burning: Incident = { ...unopened, seq: 1, title: 'Checkout shows no data', severity: 'sev2', openedAt: at }
const held: Incident = { ...burning, acknowledgedBy: 'ana', lead: 'ana', operator: 'ana', people: [here('ana', 'Ana')] }
const change = {
  id: 'c1',
  ref: 'C1',
  what: 'give 214 routes their prefix back',
  intent: 'fix' as const,
  kind: 'complex' as const,
  touches: ['pg:gw-db/gateway/public.routes'],
  commands: [],
  state: 'proposed' as const,
  results: [],
  by: 'Ana',
  at,
}
const backup = { id: 'b1', ref: 'B1', change: 'c1', driver: 'pgdump', touches: [], covers: [], startedAt: at }
const theory = { id: 'h1', ref: 'H1', statement: 'It is the database', evidenceAgainst: [], by: 'Ben', at }
const fact = {
  id: 'e2',
  ref: 'E2',
  source: 'gw-1',
  kind: 'paste' as const,
  excerpt: '1912',
  digest: '',
  bytes: 4,
  by: 'Mira',
  at,
}

const next = (is: Incident, who = ana) => nextStep(is, who, at)

describe('the next action', () => {
  it('is to take the lead that is offered, also for who was called for it and is not here yet', () => {
    const offered = { ...held, leadOfferedTo: 'ben' }
    expect(next(offered, { id: 'ben', role: 'responder' })).toMatchObject({
      says: 'Ana offers you the lead.',
      does: { command: 'accept-lead' },
      also: [{ command: 'decline-lead' }],
    })
  })

  it('is to have it, while nobody does', () => {
    expect(next(burning)).toMatchObject({
      says: 'Next: somebody has to have it.',
      does: { label: 'Acknowledge: I have it', command: 'acknowledge', body: {} },
    })
  })

  it('is nothing that a watcher may not do', () => {
    expect(next(burning, noor).does).toBeUndefined()
    expect(next(held, noor)).toMatchObject({ does: { command: 'join', body: { as: 'observer' } } })
  })

  it('says why nobody can be paged', () => {
    expect(next({ ...burning, nobodyToCall: 'Ana has no channel.' }).missing).toEqual(['Ana has no channel.'])
  })

  it('is to look before guessing, then to say what it might be, then to support it, then to confirm it', () => {
    expect(next(held).says).toBe('Breathe. Next: look before you guess, and keep what you see.')
    const seen = { ...held, evidence: [fact] }
    expect(next(seen).does?.command).toBe('propose-hypothesis')
    const thought = { ...seen, hypotheses: [{ ...theory, state: 'theory' as const, evidenceFor: [] }] }
    expect(next(thought)).toMatchObject({
      does: { command: 'attach-evidence', body: { hypothesis: 'h1', evidence: null } },
    })
    const supported = [{ ...theory, state: 'theory' as const, evidenceFor: [{ evidence: 'e2' }] }]
    expect(next({ ...seen, hypotheses: supported }).does).toMatchObject({ command: 'confirm-cause' })
    const known = { ...seen, cause: 'h1', hypotheses: [{ ...theory, state: 'confirmed' as const, evidenceFor: [] }] }
    expect(next(known)).toMatchObject({
      says: 'Cause found: It is the database. Next: say what you will change.',
      does: { command: 'propose-change', body: { intent: 'fix', restsOn: { cause: 'h1' } } },
    })
  })

  it('is the page of the runbook that knows this', () => {
    const page = { page: 'gateway.md', title: 'Gateway without routes', score: 1, why: 'the same trouble, 12 days ago' }
    expect(next({ ...held, suggestedPages: [page] })).toMatchObject({
      says: 'The runbook knows something like this: “Gateway without routes”.',
      missing: ['The same trouble, 12 days ago'],
      does: { command: 'follow-page', body: { page: 'gateway.md' } },
    })
  })

  it('is a copy before a complex change, and the change once the copy is proven', () => {
    const proposed = { ...held, changes: [change] }
    expect(next(proposed)).toMatchObject({
      says: 'Next: copy what C1 touches, then apply it.',
      does: { command: 'take-backup' },
    })
    const running = next({ ...proposed, backups: [{ ...backup, state: 'running' }] })
    expect(running.says).toBe('The backup for C1 is being taken, restored and compared.')
    expect(running.does).toBeUndefined()
    const proven = next({ ...proposed, backups: [{ ...backup, state: 'verified', level: 'L3' }] })
    expect(proven).toMatchObject({ says: 'Next: apply C1. Its backup is proven.', does: { command: 'apply-change' } })
  })

  it('is never a copy that nothing here can take', () => {
    const odd = next({ ...held, changes: [{ ...change, touches: ['redis:carts'] }] })
    expect(odd).toMatchObject({
      says: 'Nothing here can copy redis:carts. Next: say why C1 goes without.',
      does: { command: 'waive', body: { rule: 'no-verified-backup', change: 'c1', reason: null } },
      also: [{ command: 'apply-change' }],
    })
    const two = { ...held, lead: 'ben', people: [here('ana', 'Ana'), here('ben', 'Ben')] }
    expect(next({ ...two, changes: [{ ...change, touches: ['redis:carts'] }] })).toMatchObject({
      says: 'Nothing here can copy redis:carts. Next: name what can be, or let Ben say why C1 goes without.',
      does: { command: 'propose-change', body: { touches: null } },
    })
    expect(next({ ...held, changes: [{ ...change, touches: [] }] }).does).toMatchObject({
      command: 'propose-change',
      body: { what: change.what, touches: null },
    })
  })

  it('says its verdict of however long a theory', () => {
    const long = { ...theory, statement: `The ${'very '.repeat(60)}end`, state: 'theory' as const }
    const { says } = next({ ...held, hypotheses: [{ ...long, evidenceFor: [{ evidence: 'e2' }] }] })
    expect(says).toMatch(/^Is it that “The very .* … .* end”\? Something supports it\.$/)
    expect(says.length).toBeLessThan(140)
  })

  it('waits for who has the keyboard, and says who that is', () => {
    const two = { ...held, operator: 'ben', people: [here('ana', 'Ana'), here('ben', 'Ben')], changes: [change] }
    expect(next(two).says).toBe('C1 waits for Ben, who has the keyboard.')
  })

  it('asks whether an applied change worked, and offers the way back of one that failed', () => {
    expect(next({ ...held, changes: [{ ...change, state: 'applied' }] }).does?.command).toBe('verify-change')
    expect(next({ ...held, changes: [{ ...change, state: 'failed' }] }).does?.command).toBe('roll-back-change')
  })

  it('puts an open objection before the change it is about', () => {
    const objection = {
      id: 'o1',
      ref: 'O1',
      to: 'c1',
      reason: '12 rows never had it',
      state: 'open' as const,
      person: 'jonas',
      by: 'Jonas',
      at,
    }
    expect(next({ ...held, changes: [change], objections: [objection] })).toMatchObject({
      says: "Next: answer Jonas's objection. “12 rows never had it”",
      does: { command: 'answer-objection', body: { objection: 'o1', answer: null } },
    })
  })

  it('is to say whether it was you, for who changed something shortly before', () => {
    const asked = { change: 'd7', author: 'Ana', person: 'ana', summary: 'gateway 2.31.0' }
    expect(next({ ...held, wasItYou: [asked] })).toMatchObject({
      says: 'Was it you? You changed something shortly before: “gateway 2.31.0”.',
      does: { command: 'maybe-mine', body: { change: 'd7' } },
      also: [{ command: 'not-mine' }],
    })
    expect(next({ ...held, wasItYou: [{ ...asked, answer: 'no' }] }).does?.command).toBe('add-evidence')
  })

  it('is the promised update, once it is due', () => {
    expect(next({ ...held, nextUpdateDueAt: '2026-11-12T03:25:00.000Z' }).does?.command).not.toBe('post-update')
    expect(next({ ...held, nextUpdateDueAt: '2026-11-12T03:20:00.000Z' }).does?.command).toBe('post-update')
  })

  it('is to resolve when it looks over, and then to read the drafted page', () => {
    expect(next({ ...held, changes: [{ ...change, state: 'verified' }] }).does?.command).toBe('resolve')
    const draft = { id: 'd1', title: 'Gateway', path: 'gateway.md', markdown: '#', state: 'draft' as const, at }
    const over = { ...held, status: 'resolved' as const, drafts: [draft] }
    expect(next(over).does).toEqual({ label: 'Read the draft', command: 'accept-page', body: { draft: 'd1' } })
    const written = { ...over, drafts: [{ ...draft, state: 'accepted' as const }] }
    expect(next(written)).toMatchObject({ says: 'It is over, and written down as “Gateway”.' })
  })
})

describe('the guide', () => {
  it('marks what is done, in the order of the road', () => {
    expect(stepMarks(burning).map(mark => mark.done)).toEqual([true, false, false, false, false, false, false])
    expect(stepMarks(held).map(mark => mark.done)).toEqual([true, true, false, false, true, false, false])
  })
})
