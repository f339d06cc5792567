import { expect, test } from 'vitest'
import { isRefusal } from '../../incident/decision.ts'
import type { Actor, Entry } from '../../incident/entry.ts'
import { type EventData, type EventType, type IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { reactBy } from '../../incident/obligation.ts'
import { replay } from '../../incident/replay.ts'
import { readPage } from '../../runbook/page.ts'
import { renderPage } from '../../runbook/render.ts'
import { documentDecisions as decide, documentReactions } from './document.ts'

const nothing = {} as Known
const ana: Actor = { kind: 'person', id: 'ana', name: 'Ana' }
const event = <T extends EventType>(type: T, data: EventData[T]) => ({ type, v: 1, data }) as IncidentEvent
const time = (minute: number) => `2026-11-22T02:${String(minute).padStart(2, '0')}:00.000Z`

function after(events: IncidentEvent[], was?: Incident): Incident {
  const from = was?.seq ?? 0
  const stamp = (said: IncidentEvent, i: number) => ({
    id: `e${from + i}`,
    incident: 'i',
    seq: from + i + 1,
    at: time(from + i),
    by: ana,
    ...said,
  })
  return replay(events.map(stamp) as Entry[], was)
}

const asking = <B>(body: B) => ({ id: '01999999-0000-7000-8000-000000000001', by: ana, at: time(50), body })
const command = (text: string, exitCode: number) =>
  event('CommandRan', { terminal: 't', command: text, exitCode, startedAt: time(5), durationMs: 10, person: 'ana' })

const labels = { alertname: 'HighErrorRate', service: 'shop', instance: 'web-1:80', pod: 'shop-7f' }
const fire: IncidentEvent[] = [
  event('IncidentOpened', {
    number: 7,
    title: 'Errors',
    severity: 'sev2',
    service: 'shop',
    team: 'web',
    openedBy: 'alert',
    startedAt: time(0),
    signature: 'shop/HighErrorRate',
  }),
  event('AlertReceived', {
    alert: 'a',
    fingerprint: 'f',
    signature: 'shop/HighErrorRate',
    title: 'Errors on `shop`',
    severity: 'critical',
    service: 'shop',
    startedAt: time(0),
    source: 'prometheus',
    labels,
    annotations: { summary: '<img src=x> 5 % fail' },
  }),
  event('Joined', { person: 'ana', as: 'responder' }),
  event('LeadTaken', { person: 'ana' }),
  event('EvidenceAdded', {
    evidence: 'ev',
    ref: 'E1',
    source: 'web-1',
    kind: 'command',
    command: 'curl /health',
    exitCode: 22,
    excerpt: '502 ```bad```',
    digest: 'd',
    bytes: 3,
  }),
  event('HypothesisProposed', { hypothesis: 'h1', ref: 'H1', statement: 'DNS' }),
  event('HypothesisRuledOut', { hypothesis: 'h1', reason: 'resolves' }),
  event('HypothesisProposed', { hypothesis: 'h2', ref: 'H2', statement: 'The deploy of 02:00' }),
  event('EvidenceAttached', { evidence: 'ev', hypothesis: 'h2', stance: 'for', why: 'only the new one fails' }),
  event('CauseConfirmed', { hypothesis: 'h2' }),
  command('uptime', 0),
  command('systemctl nope', 5),
  event('ChangeProposed', {
    change: 'c',
    ref: 'C1',
    what: 'roll back',
    intent: 'fix',
    kind: 'complex',
    touches: ['pg:shop'],
    commands: ['deploy 41'],
    verify: 'curl -f /health',
    undo: 'deploy 42',
  }),
  event('BackupStarted', { backup: 'b', change: 'c', driver: 'postgres', touches: ['pg:shop'] }),
  event('BackupVerified', {
    backup: 'b',
    change: 'c',
    driver: 'postgres',
    level: 'L3',
    covers: ['pg:shop'],
    takenAt: time(9),
    verifiedAt: time(9),
    digest: 'x',
    bytes: 1,
    location: '/b',
    proof: '2 tables, 10 rows equal',
    restore: 'pg_restore b',
    durationMs: 1,
  }),
  event('ChangeApplied', {
    change: 'c',
    how: 'by-hand',
    results: [{ command: 'PGPASSWORD=hunter2hunter2 deploy 41', exitCode: 0 }],
  }),
]
const resolved = after([event('Resolved', { how: 'person' })], after(fire))

function drafted(is: Incident, knownPage?: { path: string; title: string; markdown: string; version: string }) {
  const decision = decide['draft-page'](is, asking({}), { knownPage } as never)
  if (isRefusal(decision) || decision[0]?.type !== 'PageDrafted') throw new Error('nothing drafted')
  return { data: decision[0].data, is: after(decision, is) }
}

test('the drafted page tells what was seen, what it was, what worked first, the copy, the check and the way back', () => {
  const { data } = drafted(resolved)
  const page = readPage(data.path, data.markdown)
  expect(data.path).toBe('shop/high-error-rate.md')
  expect(page).toMatchObject({ signatures: ['shop/HighErrorRate'], services: ['shop'], steps: [] })
  expect(page.alertNames).toContain('HighErrorRate')
  const headings = ['Symptoms', 'Cause', 'What worked', 'Backup', 'Check', 'Way back', 'Dead ends', 'Times', 'Seen']
  expect(page.sections.slice(1).map(section => section.heading)).toEqual(headings)
  expect(data.markdown).not.toMatch(/web-1:80|shop-7f|hunter2/)
  expect(data.markdown.indexOf('deploy 41')).toBeLessThan(data.markdown.indexOf('uptime'))
  for (const said of [
    'The deploy of 02:00',
    'only the new one fails',
    '2 tables, 10 rows equal',
    '`deploy 42`',
    'DNS: ruled out, resolves',
    'systemctl nope (exit 5)',
  ])
    expect(data.markdown).toContain(said)
  expect(page.seen).toEqual([{ at: '2026-11-22', incident: 'INC-7', minutes: 16, by: 'Ana' }])
  expect(renderPage(data.markdown)).not.toContain('<img')
})

test('the page that knows this trouble is corrected, and nothing else of it changes', () => {
  const markdown =
    '---\r\nfl-signature: shop/HighErrorRate\r\n---\r\n# Mine\r\n\r\nWords.\r\n\r\n## Seen\r\n\r\n- 2026-01-01 · INC-2 · 3 min\r\n'
  const { data, is } = drafted(resolved, { path: 'mine.md', title: 'Mine', markdown, version: 'v' })
  expect(data).toMatchObject({ path: 'mine.md', known: 'mine', base: 'v', title: 'Mine' })
  expect(data.markdown.startsWith(markdown)).toBe(true)
  expect(readPage('mine.md', data.markdown).seen.map(seen => seen.incident)).toEqual(['INC-2', 'INC-7'])
  expect(data.markdown).toContain('deploy 41')
  expect(
    decide['draft-page'](is, asking({}), {
      knownPage: { path: 'mine.md', title: 'Mine', markdown, version: 'v' },
    } as never),
  ).toEqual([])
})

test('a followed page learns the signature, so that it is found by it from now on', () => {
  const { data } = drafted(resolved, { path: 'p.md', title: 'P', markdown: '# P\n', version: 'v' })
  expect(readPage('p.md', data.markdown).signatures).toEqual(['shop/HighErrorRate'])
})

test('an accepted page is owed to the runbook once, in the words and by the person that accepted it', () => {
  const { is, data } = drafted(resolved)
  const decision = decide['accept-page'](
    is,
    asking({ draft: data.draft, markdown: '# Better\n', path: 'shop/better.md' }),
    nothing,
  )
  if (isRefusal(decision)) throw new Error(decision.message)
  const committing = after(decision, is)
  const entry = { id: 'x', incident: 'i', seq: 1, at: time(50), by: ana, ...decision[0] } as Entry
  expect(reactBy(documentReactions, entry, committing)).toMatchObject([
    {
      kind: 'commit-page',
      key: `commit-page:${data.draft}`,
      body: { path: 'shop/better.md', title: 'Better', author: { id: 'ana', name: 'Ana' } },
    },
  ])
  expect(decide['accept-page'](committing, asking({ draft: data.draft }), nothing)).toEqual([])
  const stands = { draft: data.draft, title: 'Better', path: 'shop/better.md', commit: 'abc' }
  const done = after(decide['page-committed'](committing, asking(stands), nothing) as IncidentEvent[], committing)
  expect(done.drafts).toMatchObject([{ state: 'accepted', commit: 'abc' }])
  expect(decide['page-committed'](done, asking(stands), nothing)).toEqual([])
})

test('a draft that is not there is refused, and the way on works', () => {
  const refusal = decide['accept-page'](resolved, asking({ draft: 'no' }), nothing)
  expect(refusal).toMatchObject({ code: 'unknown-draft', next: [{ command: 'draft-page', body: {} }] })
})

test('an alert that came and went by itself drafts no page; a person resolving always does', () => {
  const quiet = after(fire.slice(0, 2))
  const entry = (how: 'person' | 'recovered') =>
    ({ id: 'x', incident: 'i', seq: 9, at: time(9), by: ana, ...event('Resolved', { how }) }) as Entry
  expect(reactBy(documentReactions, entry('recovered'), quiet)).toEqual([])
  expect(reactBy(documentReactions, entry('person'), quiet)).toHaveLength(1)
  expect(reactBy(documentReactions, entry('recovered'), after(fire))).toHaveLength(1)
})

test('resolving twice changes nothing; merging into itself, or into nothing, is refused', () => {
  expect(decide['resolve'](resolved, asking({}), nothing)).toEqual([])
  expect(
    decide['merge-into'](resolved, asking({ incident: 'INC-7' }), {
      ...nothing,
      otherIncident: { id: 'i', number: 7 },
    }),
  ).toMatchObject({ code: 'into-itself' })
  expect(
    decide['merge-into'](resolved, asking({ incident: 'INC-9' }), { ...nothing, otherIncident: undefined }),
  ).toMatchObject({
    code: 'unknown-incident',
  })
})

test('the drafted page names each move of traffic and what came of it, also of one that came to nothing', () => {
  const begun = { standBy: 'spare `x`', share: 100, wayBack: [] }
  const is = after([
    ...fire,
    event('TrafficStarted', { shift: 'm1', ref: 'X1', ...begun }),
    event('TrafficFailed', { shift: 'm1', reason: 'the stand-by is older' }),
    event('TrafficStarted', { shift: 'm2', ref: 'X2', ...begun }),
    event('TrafficShifted', { shift: 'm2', share: 100, observed: 99.84, tookMs: 900 }),
  ])
  const traffic = (now: Incident) => /## Traffic\n\n([^#]*)/.exec(drafted(now).data.markdown)?.[1]
  expect(traffic(is)).toContain(', failed: the stand-by is older')
  expect(traffic(is)).toContain(', moved: 99.8 % was there')
  const back = after([event('TrafficReverted', { shift: 'm2', how: 'automatic', observed: 0, tookMs: 9 })], is)
  expect(traffic(back)).toContain('100 % to ')
  expect(traffic(back)).toContain(', taken back by itself')
})
