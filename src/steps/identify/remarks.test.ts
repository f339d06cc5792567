import { expect, it } from 'vitest'
import { isRefusal } from '../../incident/decision.ts'
import type { Incident, Remark } from '../../incident/incident.ts'
import { unopened } from '../../incident/replay.ts'
import { hearRemark, keepRemark, mostRemarks } from './remarks.ts'

const at = '2026-11-12T03:04:00.000Z'
const mira = { kind: 'person' as const, id: 'mira', name: 'Mira' }
const asked = <B>(body: B) => ({ id: '019a0000-0000-7000-8000-000000000000', by: mira, at, body })
const kept = { digest: 'd', bytes: 15, excerpt: 'it is the cache' }
const remark: Remark = { id: 'r', text: 'it is the cache', from: 'Eve <eve@shop.example>', over: 'mail', at }
const was: Incident = { ...unopened, remarks: [remark] }

it('one action makes a theory of what somebody answered, once', () => {
  const ask = asked({ remark: 'r', as: 'hypothesis' as const })
  expect(keepRemark(was, ask, { kept })).toEqual([
    { type: 'HypothesisProposed', v: 1, data: { hypothesis: ask.id, ref: 'H1', statement: 'it is the cache' } },
    { type: 'RemarkKept', v: 1, data: { remark: 'r', as: 'hypothesis', hypothesis: ask.id } },
  ])
  expect(keepRemark({ ...was, remarks: [{ ...remark, keptAs: 'hypothesis' }] }, ask, { kept })).toEqual([])
})

it('or a fact, which says whose word it is and that nobody checked it', () => {
  const ask = asked({ remark: 'R1', as: 'statement' as const })
  const said = { evidence: ask.id, ref: 'E1', kind: 'statement', ...kept }
  expect(keepRemark(was, ask, { kept })).toMatchObject([
    { type: 'EvidenceAdded', data: { ...said, source: 'Eve <eve@shop.example>, by mail, not verified' } },
    { type: 'RemarkKept', data: { remark: 'r', as: 'statement', evidence: ask.id } },
  ])
})

it('a theory that stands on the board already is not put there twice', () => {
  const there = { id: 'h', ref: 'H1', statement: 'it is the cache', state: 'theory' as const, by: 'Ana', at }
  const board = { ...was, hypotheses: [{ ...there, evidenceFor: [], evidenceAgainst: [] }] }
  expect(keepRemark(board, asked({ remark: 'r', as: 'hypothesis' as const }), { kept })).toEqual([
    { type: 'RemarkKept', v: 1, data: { remark: 'r', as: 'hypothesis', hypothesis: 'h' } },
  ])
})

it('a reply that is not there is refused with another way to say it', () => {
  const no = keepRemark(was, asked({ remark: 'R2', as: 'statement' as const }), { kept })
  expect(isRefusal(no) && [no.code, no.next.map(one => one.command)]).toEqual([
    'unknown-remark',
    ['add-evidence', 'propose-hypothesis'],
  ])
})

it('a flood of answers fills no timeline', () => {
  const heard = asked({ text: 'hello', from: 'eve', over: 'mail' })
  const full = { ...unopened, remarks: Array.from({ length: mostRemarks }, () => remark) }
  expect([hearRemark(was, heard), hearRemark(full, heard)].map(one => isRefusal(one) || one.length)).toEqual([1, 0])
})
