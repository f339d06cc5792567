import { expect, test } from 'vitest'
import type { Service } from '../../catalog/service.ts'
import type { Person } from '../../roster/person.ts'
import type { OnCallPolicy } from '../../roster/policy.ts'
import { type FoundThen, whatWouldHappen } from './preview.ts'

const at = '2026-03-02T02:58:00.000Z'
const minute = 60_000
const person = (id: string): Person => ({ id, kind: 'person', name: id, email: `${id}@example.org`, role: 'responder' })
const [ana, ben, cem] = ['Ana', 'Ben', 'Cem'].map(person) as [Person, Person, Person]
const service = {
  slug: 'shop',
  name: 'Shop',
  team: 'default',
  mode: 'live',
  dependsOn: [],
  stakeholders: [{ email: 's@example.org' }],
} as Service
const policy: OnCallPolicy = {
  slug: 'shop',
  steps: [
    { afterMs: 0, people: [ana] },
    { afterMs: 5 * minute, people: [ben, cem] },
  ],
  repeat: 0,
  repeatAfterMs: 5 * minute,
  fallback: [ana],
  zone: 'UTC',
}
const found = (more: Partial<FoundThen> = {}): FoundThen => ({
  people: new Map([ana, ben, cem].map(one => [one.id, one])),
  channels: new Map([
    ['Ana', ['ntfy', 'mail']],
    ['Ben', ['mail']],
    ['Cem', []],
  ]),
  recentChanges: [{ id: 'c', service: 'shop', summary: 'deploy 412', author: 'zoe', at }],
  plans: new Map(),
  outreach: { addresses: 1, pages: 0 },
  policyAt: () => policy,
  ...more,
})
const told = (severity: 'sev2' | 'sev3' | 'sev4', more: Partial<FoundThen> = {}) => {
  const { lines, goesOn } = whatWouldHappen({ service, severity, at }, found(more))
  const said = lines.map(one => `${one.atMs / minute} ${one.says}${one.trouble ? ` (${one.trouble})` : ''}`)
  return [...said, ...(goesOn ? [goesOn] : [])]
}

test('says minute by minute who is paged by what, who else is told, and how it goes on', () => {
  expect(told('sev2')).toEqual([
    '0 Ana is paged by ntfy; if ntfy does not answer, by mail.',
    '0 zoe is asked whether it was “deploy 412”.',
    '5 Cem would be meant, and is passed by. (No channel is set up.)',
    '5 Ben is paged by mail. (None of their channels wakes anybody.)',
    '10 1 stakeholder is told by mail, when nobody has it by then.',
    '10 Ana is paged by ntfy; if ntfy does not answer, by mail.',
    'And so on, every 5 min, until somebody acknowledges.',
  ])
  expect(told('sev3').join()).not.toContain('stakeholder')
  const short = { ...policy, steps: policy.steps.slice(0, 1) }
  expect(told('sev2', { policyAt: () => short }).at(-2)).toContain('10 1 stakeholder is told')
})

test('looks up who is on call for each step, so a hand-over between two steps is seen', () => {
  const policyAt = (then: string) => ({ ...policy, fallback: then > '2026-03-02T03:00' ? [ben] : [ana] })
  expect(told('sev3', { policyAt }).at(-2)).toContain('10 Ben is paged by mail')
})

test('says so when nobody would be paged, and what wakes nobody', () => {
  expect(told('sev3', { channels: new Map() }).slice(0, 3)).toEqual([
    '0 Ana would be meant, and is passed by. (No channel is set up.)',
    expect.stringContaining('0 Nobody is paged. (Nobody can be paged: Ana'),
    '0 zoe is asked whether it was “deploy 412”.',
  ])
  expect(told('sev4')).toEqual([
    '0 It wakes nobody: it is a line in the next working morning’s mail to who is on call.',
  ])
  const watched = { ...service, mode: 'watch-only' as const }
  expect(whatWouldHappen({ service: watched, severity: 'sev1', at }, found())).toEqual({
    lines: [],
    goesOn: 'It is only watched: nothing opens, and nobody is paged.',
  })
})

test('beyond five pages in ten minutes it says when the others come in one message, and counts what rang before', () => {
  const every = { ...policy, steps: [{ afterMs: 0, people: [ana] }], repeat: 9, repeatAfterMs: minute, fallback: [ana] }
  const rings = (more: Partial<FoundThen> = {}) =>
    told('sev3', { policyAt: () => every, recentChanges: [], ...more }).filter(one => one.includes('Ana'))
  const all = rings()
  expect(all.slice(0, 5).map(one => one.split(' ')[0])).toEqual(['0', '1', '2', '3', '4'])
  expect(all[5]).toBe('5.5 Ana had five pages in ten minutes: the next is told in one message by ntfy.')
  expect(all.slice(6).join()).toContain('15.5 Ana')
  const before = [4, 3, 2, 1].map(n => ({
    at: new Date(Date.parse(at) - n * minute).toISOString(),
    severity: 'sev3' as const,
  }))
  expect(rings({ rang: new Map([['Ana', before]]) })[1]).toMatch(/^1.5 Ana had five pages/)
})

test('quiet hours are said: who is passed over, who is paged at their end, who in spite of them', () => {
  const quiet = (lets: 'sev1' | 'none' = 'sev1') => ({
    zone: 'UTC',
    steps: [],
    quiet: [{ days: [], from: '22:00', to: '06:00', lets }],
  })
  const both = { ...policy, steps: [{ afterMs: 0, people: [ana, ben] }], fallback: [ben] }
  const awake = told('sev2', { policyAt: () => both, plans: new Map([['Ana', quiet()]]) })
  expect(awake).toContainEqual(
    '182 Ana is paged by ntfy; if ntfy does not answer, by mail. That is when their quiet hours end, if still nobody has it.',
  )
  const asleep = told('sev2', { plans: new Map([['Ana', quiet()]]) })
  expect(asleep[0]).toBe('0 Ana has quiet hours, and is passed over while somebody else can be woken.')
  const alone = { ...policy, steps: [{ afterMs: 0, people: [ana] }] }
  expect(told('sev2', { policyAt: () => alone, plans: new Map([['Ana', quiet()]]) })[0]).toContain(
    'In spite of their quiet',
  )
})

test('ends, however often the policy goes around', () => {
  const often = {
    ...policy,
    repeat: 20,
    steps: Array.from({ length: 20 }, (_, n) => ({ afterMs: n, people: [ana, ben] })),
  }
  expect(told('sev2', { policyAt: () => often }).length).toBeLessThan(70)
})
