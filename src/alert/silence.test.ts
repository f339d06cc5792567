import { expect, test } from 'vitest'
import type { Matcher } from './matcher.ts'
import {
  type Covered,
  coversEverything,
  readySilence,
  type Silence,
  silencedBy,
  silencingAll,
  stateOf,
  wrongWindow,
} from './silence.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 31, 2, minutes)).toISOString()
const silence = (more: Partial<Silence>): Silence => ({
  id: 's1',
  kind: 'silence',
  matchers: [{ name: 'alertname', op: '=', value: 'DiskFull' }],
  reason: 'the disk is being replaced',
  startsAt: at(0),
  endsAt: at(60),
  createdBy: 'Ana',
  createdAt: at(0),
  ...more,
})
const alert: Covered = {
  labels: { alertname: 'DiskFull', instance: 'db-1' },
  service: 'db',
  integration: 'i1',
  severity: 'critical',
}
const covers = (more: Partial<Silence>, now = at(30)) =>
  silencedBy(alert, [readySilence(silence(more))], now).length > 0

test('a silence covers what all its matchers fit, from its start until just before its end', () => {
  expect(covers({})).toBe(true)
  expect(covers({ matchers: [...silence({}).matchers, { name: 'instance', op: '!=', value: 'db-1' }] })).toBe(false)
  expect([at(-1), at(0), at(59), at(60)].map(now => covers({}, now))).toEqual([false, true, true, false])
  expect([at(-1), at(0), at(60)].map(now => stateOf(silence({}), now))).toEqual(['pending', 'active', 'expired'])
})

test('a silence of a service or of an integration covers the alerts of that one alone', () => {
  expect(covers({ service: 'db', matchers: [] })).toBe(true)
  expect(covers({ service: 'web', matchers: [] })).toBe(false)
  expect(covers({ integration: 'i1' })).toBe(true)
  expect(covers({ integration: 'i2' })).toBe(false)
})

test('a silence may spare what is critical', () => {
  expect(covers({ spares: 'critical' })).toBe(false)
  expect(
    silencedBy({ ...alert, severity: 'error' }, [readySilence(silence({ spares: 'critical' }))], at(1)),
  ).toHaveLength(1)
})

test('every silence that covers an alert is named', () => {
  const two = [silence({}), silence({ id: 's2', matchers: [{ name: 'instance', op: '=~', value: 'db-.*' }] })]
  expect(silencedBy(alert, two.map(readySilence), at(1)).map(one => one.id)).toEqual(['s1', 's2'])
})

test('several are covered until the first of them is not any more', () => {
  const web = { ...alert, service: 'web' }
  const [whole, longer, onlyWeb] = [
    silence({}),
    silence({ id: 's2', endsAt: at(90), service: 'db' }),
    silence({ id: 's3', endsAt: at(30), service: 'web', matchers: [] }),
  ].map(readySilence)
  expect(silencingAll([alert], [whole!, longer!], at(1))?.id).toBe('s2')
  expect(silencingAll([alert, web], [whole!, longer!], at(1))?.id).toBe('s1')
  expect(silencingAll([alert, web], [longer!, onlyWeb!], at(1))?.id).toBe('s3')
  expect(silencingAll([alert, web], [longer!, onlyWeb!], at(31))).toBeUndefined()
  expect(silencingAll([], [whole!], at(1))).toBeUndefined()
})

test('matchers that an alert without labels fits too would cover everything', () => {
  const one = (op: Matcher['op'], value: string) => coversEverything([{ name: 'a', op, value }])
  expect(coversEverything([])).toBe(true)
  expect([one('=', ''), one('!=', 'x'), one('=~', '.*'), one('=', 'x'), one('=~', '.+')]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})

test('a silence ends, in the future and soon enough', () => {
  const day = { ms: 24 * 3_600_000, said: '24 hours' }
  const wrong = (startsAt: string, endsAt: string) => wrongWindow({ startsAt, endsAt }, at(0), day)?.message
  expect(wrong(at(0), at(24 * 60))).toBeUndefined()
  expect(wrong(at(-60), at(0))).toContain('passed')
  expect(wrong(at(60), at(30))).toContain('before it starts')
  expect(wrong(at(0), at(24 * 60 + 1))).toContain('24 hours')
})
