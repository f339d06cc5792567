import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'
import { isHeartbeat } from './heartbeat.ts'
import { beyondLimits } from './limits.ts'
import { alertSeverity } from './severity.ts'
import { signatureOf } from './signature.ts'

test("fingerprints are Alertmanager's own (known values of FNV-1a 64)", () => {
  expect(fingerprintOf({})).toBe('cbf29ce484222325')
  expect(fingerprintOf({ empty: '' })).toBe(fingerprintOf({}))
  expect(fingerprintOf({ b: '2', a: '1' })).toBe(fingerprintOf({ a: '1', b: '2' }))
  expect(fingerprintOf({ a: '12', b: '' })).not.toBe(fingerprintOf({ a: '1', b: '2' }))
})

test('the same trouble on another host has the same signature, another trouble has not', () => {
  const labels = { alertname: 'DiskFull', job: 'node', instance: 'db-1:9100', pod: 'x-1' }
  const alert = { name: 'DiskFull', title: 'disk full on db-1', labels }
  expect(signatureOf('db', alert)).toBe('db/DiskFull{job=node}')
  expect(signatureOf('db', { ...alert, title: 'on db-2', labels: { ...labels, instance: 'db-2:9100' } })).toBe(
    'db/DiskFull{job=node}',
  )
  expect(signatureOf('db', { ...alert, labels: { ...labels, job: 'pg' } })).toBe('db/DiskFull{job=pg}')
})

test('without a name the title counts, less its numbers, addresses and hosts', () => {
  const of = (title: string, source: string) => signatureOf('shop', { title, labels: { source } })
  expect(of('[FIRING:3] disk 93% full on alpha', 'alpha')).toBe('shop/disk # full on #')
  expect(of('disk 95% full on beta', 'beta')).toBe(of('[FIRING:3] disk 93% full on alpha', 'alpha'))
  expect(of('slow answers from db.example.org', 'x')).toBe('shop/slow answers from #')
})

test.for([
  ['critical', 'critical'],
  ['CRIT', 'critical'],
  ['P2', 'error'],
  ['Warn', 'warning'],
  ['informational', 'info'],
  ['none', 'none'],
  ['quite bad', 'error'],
  [undefined, 'error'],
] as const)('the word %s means %s', ([word, severity]) => {
  expect(alertSeverity(word)).toBe(severity)
})

test('a watchdog is a heartbeat by its name, or by its label when it has no severity', () => {
  expect(isHeartbeat({ name: 'Watchdog', severity: 'none', labels: {} })).toBe(true)
  expect(isHeartbeat({ name: 'DeadMansSwitch', severity: 'error', labels: {} })).toBe(true)
  expect(isHeartbeat({ name: 'Alive', severity: 'none', labels: { heartbeat: 'true' } })).toBe(true)
  expect(isHeartbeat({ name: 'Errors', severity: 'none', labels: {} })).toBe(false)
})

test('what is within the limits has no problem', () => {
  expect(beyondLimits({ a: [{ b: 'text' }, 1, null, true] })).toBeUndefined()
})

test.for([
  ['deep', '{"a":'.repeat(40) + '1' + '}'.repeat(40), 'Nested deeper than 32 levels.', Array(32).fill('a').join('.')],
  [
    'wide',
    JSON.stringify({ x: [1, Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [i, i]))] }),
    'More than 2000 keys.',
    'x.1',
  ],
  ['long', JSON.stringify({ x: ['x'.repeat(100_001)] }), 'Longer than 100000 characters.', 'x.0'],
  [
    'long name',
    JSON.stringify({ x: { ['k'.repeat(1_001)]: 1 } }),
    'A key is longer than 1000 characters.',
    `x.${'k'.repeat(60)}`,
  ],
  ['proto', `{"__proto__":{"a":"${'x'.repeat(100_001)}"}}`, 'Longer than 100000 characters.', '__proto__.a'],
] as const)('what is too %s is said with where it is', ([, body, message, path]) => {
  expect(beyondLimits(JSON.parse(body))).toEqual({ message, path })
})

test('as much as is allowed has no problem', () => {
  expect(beyondLimits(JSON.parse('['.repeat(32) + ']'.repeat(32)))).toBeUndefined()
  expect(
    beyondLimits(['x'.repeat(100_000), Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [i, i]))]),
  ).toBeUndefined()
})
