import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../incident/decision.ts'
import type { Actor } from '../../incident/entry.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay } from '../../incident/replay.ts'
import { hypothesisBoard } from './hypothesis-board.ts'
import { identifyDecisions as decide } from './identify.ts'
import { sizeUp } from './size-up.ts'
import { sizeUpText } from './size-up-text.ts'

const ana: Actor = { kind: 'person', id: 'ana', name: 'Ana' }
const at = '2026-11-22T02:14:00.000Z'
const kept = { digest: 'd'.repeat(64), bytes: 4, excerpt: 'slow' }
const named = { id: 'shop/index', title: 'Index', steps: [] }
const known = {
  namedPage: undefined as typeof named | undefined,
  rules: { 'cause-without-evidence': 'refuse' as const },
  kept,
}

const opened: IncidentEvent = {
  type: 'IncidentOpened',
  v: 1,
  data: {
    number: 1,
    title: 'Checkout is slow',
    severity: 'sev2',
    service: 'shop',
    team: 'web',
    openedBy: 'person',
    startedAt: at,
  },
}

let ids = 0
const asking = <B>(body: B) => ({ id: `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}`, by: ana, at, body })

/** The incident after these events. */
function after(was: Incident | undefined, events: IncidentEvent[]): Incident {
  const from = was?.seq ?? 0
  const entries = events.map((event, i) => ({
    id: `e${from + i}`,
    incident: 'i',
    seq: from + i + 1,
    at,
    by: ana,
    ...event,
  }))
  return replay(entries, was)
}

type Name = keyof typeof decide
/** Asks; expects events, and returns the incident after them. */
function ask(was: Incident, name: Name, body: Record<string, unknown>): Incident {
  const decision = (decide[name] as (...args: unknown[]) => ReturnType<(typeof decide)['rule-out']>)(
    was,
    asking(body),
    known,
  )
  if (isRefusal(decision)) throw new Error(decision.message)
  return after(was, decision)
}
const refusalOf = (was: Incident, name: Name, body: Record<string, unknown>) => {
  const decision = (decide[name] as (...args: unknown[]) => ReturnType<(typeof decide)['rule-out']>)(
    was,
    asking(body),
    known,
  )
  return isRefusal(decision) ? decision : undefined
}

const start = after(undefined, [opened])
const theory = ask(start, 'propose-hypothesis', { statement: 'The pool is full' })

describe('a cause', () => {
  test('without evidence is refused, kindly', () => {
    const refusal = refusalOf(theory, 'confirm-cause', { hypothesis: 'H1' })
    expect(refusal).toMatchObject({
      code: 'cause-without-evidence',
      message: 'Nothing supports this yet. You can still act.',
    })
    expect(refusal?.next.map(next => next.label)).toEqual([
      'Attach what you see',
      'We know this one',
      'Keep as theory',
      'Mitigate first',
      'Go without, say why',
    ])
  })

  test('with evidence for it is confirmed, and named by its short name', () => {
    const seen = ask(theory, 'add-evidence', {
      source: 'db-1',
      kind: 'command',
      text: 'slow',
      exitCode: 0,
      command: 'psql',
    })
    const is = ask(ask(seen, 'attach-evidence', { evidence: 'e1', hypothesis: 'H1', stance: 'for' }), 'confirm-cause', {
      hypothesis: 'h1',
    })
    expect(is.cause).toBe(is.hypotheses[0]?.id)
    expect(is.evidence[0]).toMatchObject({ ref: 'E1', command: 'psql', exitCode: 0, digest: kept.digest })
  })

  test('with evidence only against it is refused', () => {
    const seen = ask(theory, 'add-evidence', {
      source: 'db-1',
      kind: 'paste',
      text: 'x',
      hypothesis: 'H1',
      stance: 'against',
    })
    expect(refusalOf(seen, 'confirm-cause', { hypothesis: 'H1' })?.code).toBe('cause-without-evidence')
  })

  test('that a person stated is confirmed once a page knows it', () => {
    const bare = ask(start, 'known-issue', { says: 'I dropped that index' })
    expect(bare.hypotheses[0]?.state).toBe('stated')
    expect(refusalOf(bare, 'confirm-cause', { hypothesis: 'H1' })?.code).toBe('cause-without-evidence')
    const withPage = { says: 'I dropped that index', page: 'shop/index' }
    expect(refusalOf(start, 'known-issue', withPage)?.code).toBe('unknown-page')
    known.namedPage = named
    const stated = ask(start, 'known-issue', withPage)
    known.namedPage = undefined
    expect(ask(stated, 'confirm-cause', { hypothesis: 'H1' }).hypotheses[0]?.state).toBe('confirmed')
  })

  test('that was ruled out is refused until it is proposed again', () => {
    const out = ask(theory, 'rule-out', { hypothesis: 'H1', reason: 'pool is at 3 of 20' })
    const refusal = refusalOf(out, 'confirm-cause', { hypothesis: 'H1' })
    expect(refusal).toMatchObject({ code: 'ruled-out', message: 'H1 was ruled out: pool is at 3 of 20' })
    expect(ask(out, 'propose-hypothesis', refusal?.next[0]?.body ?? {}).hypotheses).toHaveLength(2)
  })
})

test('each way on from the refusal works when it is pressed', () => {
  for (const was of [theory, ask(theory, 'add-evidence', { source: 'x', kind: 'paste', text: 'x' })]) {
    const [attach, knownIssue, keep] = refusalOf(was, 'confirm-cause', { hypothesis: 'H1' })?.next ?? []
    const filled = { ...attach?.body, ...(attach?.body['text'] === null && { text: 'what I see' }) }
    const attached = ask(was, attach?.command as Name, filled)
    expect(ask(attached, 'confirm-cause', { hypothesis: 'H1' }).cause).toBeDefined()
    expect(ask(was, knownIssue?.command as Name, knownIssue?.body ?? {}).hypotheses[1]?.state).toBe('stated')
    expect(ask(was, keep?.command as Name, keep?.body ?? {}).hypotheses).toEqual(was.hypotheses)
  }
})

test('what is not there is refused by its name', () => {
  expect(refusalOf(theory, 'attach-evidence', { evidence: 'E9', hypothesis: 'H1', stance: 'for' })?.message).toContain(
    'E9',
  )
  expect(refusalOf(theory, 'rule-out', { hypothesis: 'H9', reason: 'x' })?.code).toBe('unknown-hypothesis')
})

test('the board shows the cause first and what is ruled out last', () => {
  const two = ask(ask(theory, 'propose-hypothesis', { statement: 'DNS' }), 'rule-out', {
    hypothesis: 'H1',
    reason: 'no',
  })
  const seen = ask(two, 'add-evidence', { source: 'x', kind: 'paste', text: 'x', hypothesis: 'H2', stance: 'for' })
  const board = hypothesisBoard(ask(seen, 'confirm-cause', { hypothesis: 'H2' }))
  expect(board.rows.map(row => [row.hypothesis.ref, row.isCause, row.for.length])).toEqual([
    ['H2', true, 1],
    ['H1', false, 0],
  ])
  expect(board.loose).toEqual([])
})

test('the size-up says what, since when, who, what changed, seen before, who is told, and what next', () => {
  const is = after(start, [
    {
      type: 'PagesOffered',
      v: 1,
      data: {
        pages: [
          {
            page: 'shop/slow',
            title: 'Slow shop',
            score: 0.99,
            why: 'fixed this before: seen once, 14 min',
            seen: { times: 1, medianMinutes: 14, lastFixedBy: 'Ben' },
          },
        ],
      },
    },
    { type: 'CallOwed', v: 1, data: { call: 'c', person: 'ana', channel: 'mail', reason: 'on call' } },
    { type: 'Acknowledged', v: 1, data: { person: 'ana', until: '2026-11-22T02:44:00.000Z' } },
  ])
  const recent = [
    { id: 'x', service: 'shop', summary: 'after it', at: '2026-11-22T02:20:00.000Z' },
    { id: 'y', service: 'shop', summary: 'deploy 42', author: 'Cy', at: '2026-11-22T02:10:00.000Z' },
  ]
  const size = sizeUp(is, recent, person => (person === 'ana' ? 'Ana' : undefined))
  expect(size).toMatchObject({
    says: 'Checkout is slow',
    whoIsHurt: 'shop, sev2. Many users feel it.',
    seenBefore: { times: 1, medianMinutes: 14, page: 'shop/slow' },
    told: [{ who: 'Ana', channel: 'mail', state: 'owed' }],
    quietUntil: '2026-11-22T02:44:00.000Z',
    nextSentence: 'Open "Slow shop": fixed this before: seen once, 14 min.',
  })
  expect(size.whatChanged.map(change => [change.summary, change.beforeMinutes])).toEqual([
    ['deploy 42', 4],
    ['after it', -6],
  ])
  const card = sizeUpText('INC-1 Checkout \u001b[2J', size)
  expect(card).toContain('seen     once, 14 min, last fixed by Ben: "Slow shop"')
  expect(card).not.toContain('\u001b')
})
