import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ChangeTold, isProblem } from '../../src/alert/report.ts'
import type { Sender } from '../../src/alert/sender.ts'
import { changeSenders, senderOf, senders } from '../../src/server/dialects.ts'
import { mutations, without } from './bodies.ts'

/** What a vendor sends, written by hand from the page that the sender names, and the change that it is read as, if it is one. */
interface Fixture {
  called: string
  headers?: Record<string, string>
  body: unknown
  required?: string[]
  remove?: Record<string, string[]>
  change?: Partial<ChangeTold>
}

const file = join(import.meta.dirname, '../fixtures/senders/changes.json')
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Fixture[]>
const cases = changeSenders.flatMap(sender =>
  (fixtures[sender.kind] ?? []).map(fixture => ({ name: sender.name, called: fixture.called, sender, fixture })),
)

const read = (sender: Sender, body: unknown, headers: Record<string, string> = {}) =>
  sender.read(body, { at: '2026-01-31T03:00:00.000Z', key: 'k0', headers })

test('everyone who tells of changes has an example', () => {
  expect(changeSenders.map(({ kind }) => kind).filter(kind => !fixtures[kind]?.some(one => one.change))).toEqual([])
})

test.for(cases)('$name: $called', ({ sender, fixture: { body, headers, change } }) => {
  const report = read(sender, body, headers)
  expect(report).toMatchObject({ alerts: [] })
  expect(isProblem(report) ? report : report.change).toEqual(change && expect.objectContaining(change))
})

test.for(cases)(
  '$name is recognised and taken for nobody else: $called',
  ({ sender, fixture: { body, headers = {} } }) => {
    expect(senderOf('webhook', body, headers).kind).toBe(sender.kind)
    const others = [...changeSenders, ...senders].filter(
      other => other.kind !== 'generic' && other !== sender && other.recognises(body, headers),
    )
    expect(others.map(other => other.kind)).toEqual([])
  },
)

test.for(cases.filter(({ fixture }) => fixture.required))(
  '$name without what it needs is a problem that names the field: $called',
  ({ sender, fixture: { body, headers, required = [], remove = {} } }) => {
    for (const path of required) {
      const bare = [path, ...(remove[path] ?? [])].reduce(without, body)
      expect(read(sender, bare, headers)).toMatchObject({ path: expect.stringContaining(path) as string })
    }
  },
)

test.for(cases.filter(({ fixture }) => fixture.change))(
  '$name: hostile values are read or refused, and never break anything: $called',
  ({ sender, fixture: { body, headers } }) => {
    for (const hostile of mutations(body)) {
      expect(typeof sender.recognises(hostile, headers ?? {})).toBe('boolean')
      const report = read(sender, hostile, headers)
      const { change } = isProblem(report) ? {} : report
      if (!change) continue
      expect(change.summary.trim()).not.toBe('')
      expect(change.summary.length).toBeLessThanOrEqual(1_024)
      expect(change.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(change.link ?? 'https://').toMatch(/^https?:\/\//)
      expect((change.author ?? '').length).toBeLessThanOrEqual(254)
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  },
)
