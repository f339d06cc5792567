import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import { isProblem, type Report } from '../../src/alert/report.ts'
import type { Sender } from '../../src/alert/sender.ts'
import { alertSeverities } from '../../src/alert/severity.ts'
import { senderOf, senders } from '../../src/server/dialects.ts'
import { mutations, withField, without } from './bodies.ts'

/** What a vendor sends when an alert fires and when it is over, written by hand from the page that the sender names. */
interface Fixture {
  headers?: Record<string, string>
  /** Fields without which a body cannot be read. */
  required: string[]
  /** What else has to go, where a field may stand in for a required one. */
  remove?: Record<string, string[]>
  firing: unknown
  /** Missing only where the vendor never says that an alert is over. */
  resolved?: unknown
  /** What both are read as. */
  alert: Partial<Alert>
  endedAt?: string
  /** Where a resolve carries no words. */
  resolvedTitle?: string
  more?: { called: string; headers?: Record<string, string>; body: unknown; alerts: Partial<Alert>[] }[]
}

const folder = join(import.meta.dirname, '../fixtures/senders')
const fixtureOf = ({ kind }: Sender) => JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8')) as Fixture
const cases = senders.map(sender => ({ name: sender.name, sender, fixture: fixtureOf(sender) }))

const receivedAt = '2026-01-31T03:00:00.000Z'
const read = (sender: Sender, body: unknown, headers: Record<string, string> = {}) =>
  sender.read(body, { at: receivedAt, key: 'k0', headers })

function alertsOf(sender: Sender, body: unknown, headers?: Record<string, string>): Alert[] {
  const report = read(sender, body, headers)
  if (isProblem(report)) throw new Error(`${report.path}: ${report.message}`)
  return report.alerts
}

test.for(cases)('$name: what fires is read, and ends under the same identity', ({ sender, fixture }) => {
  const { firing, resolved, headers, alert, endedAt, resolvedTitle = alert.title } = fixture
  const [fires, ...others] = alertsOf(sender, firing, headers)
  expect(others).toEqual([])
  expect(fires).toMatchObject({ ...alert, status: 'firing' })
  expect(fires).not.toHaveProperty('endedAt', expect.anything())
  if (resolved === undefined) return expect(sender.sends).toMatch(/never says that one is over|close/)
  const [ends] = alertsOf(sender, resolved, headers)
  expect(ends).toMatchObject({ fingerprint: fires?.fingerprint, status: 'resolved', title: resolvedTitle })
  expect(ends?.endedAt).toBe(endedAt)
})

test.for(cases.flatMap(({ name, sender, fixture }) => (fixture.more ?? []).map(one => ({ name, sender, ...one }))))(
  '$name: $called',
  ({ sender, body, headers, alerts }) => {
    expect(alertsOf(sender, body, headers)).toMatchObject(alerts)
    expect(senderOf('webhook', body, headers ?? {}).kind).toBe(sender.kind)
  },
)

test.for(cases)('$name: is recognised by its form, and taken for nobody else', ({ sender, fixture }) => {
  for (const body of [fixture.firing, fixture.resolved].filter(one => one !== undefined)) {
    expect(senderOf('webhook', body, fixture.headers ?? {}).kind).toBe(sender.kind)
    const others = senders.filter(other => other.kind !== 'generic' && other.recognises(body, fixture.headers ?? {}))
    expect(others.map(other => other.kind)).toEqual(sender.kind === 'generic' ? [] : [sender.kind])
  }
})

test.for(cases)('$name: without what it needs it is a problem that names the field', ({ sender, fixture }) => {
  expect(fixture.required.length).toBeGreaterThan(0)
  for (const path of fixture.required) {
    const bare = [path, ...(fixture.remove?.[path] ?? [])].reduce(without, fixture.firing)
    expect(read(sender, bare, fixture.headers)).toMatchObject({ path: expect.stringContaining(path) as string })
  }
})

test.for(cases)('$name: what it does not know changes nothing', ({ sender, fixture }) => {
  const { firing, headers } = fixture
  expect(read(sender, withField(firing, 'a_new_field', { of: ['tomorrow'] }), headers)).toEqual(
    read(sender, firing, headers),
  )
})

test.for(cases)(
  '$name: hostile values in any place are read or refused, and never break anything',
  ({ sender, fixture }) => {
    const { headers = {} } = fixture
    for (const body of [fixture.firing, ...(fixture.more ?? []).slice(0, 1).map(one => one.body)]) {
      for (const hostile of mutations(body)) {
        if (typeof sender.recognises(hostile, headers) !== 'boolean') throw new Error('not recognised or not')
        sound(read(sender, hostile, headers) as Report)
      }
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  },
)

test('no sender breaks on a body that is not its own', () => {
  const strange = [null, 1, '', 'x', [], [null], [[]], {}, { alerts: null }, { alerts: [null] }, true]
  for (const { sender } of cases)
    for (const body of strange) {
      expect(typeof sender.recognises(body, {})).toBe('boolean')
      sound(read(sender, body) as Report)
    }
})

/** A problem that says where, or alerts that can be kept and shown. */
function sound(report: Report): void {
  if (isProblem(report)) return expect([typeof report.path, report.message !== '']).toEqual(['string', true])
  for (const alert of report.alerts) {
    const { fingerprint, status, title, severity, link, startedAt, endedAt = startedAt, labels, annotations } = alert
    const isWrong =
      !(
        fingerprint.length > 0 &&
        fingerprint.length <= 255 &&
        fingerprint.isWellFormed() &&
        !fingerprint.includes('\0')
      ) ||
      !['firing', 'resolved'].includes(status) ||
      !(title.trim().length > 0) ||
      !alertSeverities.includes(severity) ||
      !(link === undefined || /^https?:\/\/\S+$/i.test(link)) ||
      ![startedAt, endedAt].every(time => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time)) ||
      endedAt < startedAt ||
      [...Object.values(labels), ...Object.values(annotations)].some(text => typeof text !== 'string')
    if (isWrong) throw new Error(`not sound: ${JSON.stringify(alert).slice(0, 2_000)}`)
  }
}
