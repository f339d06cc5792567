import { expect, it } from 'vitest'
import type { Databases, OneDatabase } from './stand-by-looks.ts'
import { checksOf, type Found } from './traffic-checks.ts'

const step = { says: 'stand gets nothing', command: 'set server app/stand state drain' }
const found: Found = {
  health: { passes: 3, ok: true, says: 'stand was looked at 3 times and was well.' },
  wayBack: [step],
  mostLagSeconds: 30,
}
const answers = (more: object = {}): OneDatabase => ({
  state: 'answers',
  system: '71',
  startedAt: 'monday',
  isWritable: true,
  ...more,
})
const live = answers()
const own = answers({ system: '72', startedAt: 'tuesday' })
const replica = (lagSeconds?: number) =>
  answers({ startedAt: 'tuesday', isWritable: false, ...(lagSeconds !== undefined && { lagSeconds }) })
const silent: OneDatabase = { state: 'silent', says: 'timeout' }
const closed: OneDatabase = { state: 'closed', says: 'ECONNREFUSED' }
const looked = (more: Partial<Found>, what: string) => checksOf({ ...found, ...more }).find(one => one.what === what)

it('what was not asked is well, and says that it was not asked', () => {
  const checks = checksOf(found)
  expect(checks.map(({ what }) => what)).toEqual(['health', 'build', 'read-write', 'replication', 'way-back'])
  expect(checks.every(({ ok }) => ok)).toBe(true)
  expect(checks.map(({ notAsked }) => notAsked === true)).toEqual([false, true, true, true, false])
  expect(checks[2]?.says).toBe('No read was tried. No write was tried.')
})

it.each<[string, Databases, boolean, true | undefined, string]>([
  ['both use one database', { stand: live, live }, true, undefined, 'one database'],
  ['two that take writes', { stand: own, live }, false, true, 'Two databases'],
  ['a copy of the live one that was made a primary', { stand: answers({ startedAt: 'x' }), live }, false, true, 'Two'],
  ['the old one takes none any more', { stand: own, live: replica(0) }, true, undefined, 'takes none'],
  ['nothing listens where the old one was', { stand: own, live: closed }, true, undefined, 'nothing listens'],
  ['the old one is silent, which proves nothing', { stand: own, live: silent }, false, true, 'does not prove'],
  ['nobody names the live one', { stand: own }, false, undefined, 'nothing says'],
  ['a replica near enough', { stand: replica(2.1), live }, true, undefined, '3 s behind'],
  ['a replica too far behind', { stand: replica(31), live }, false, undefined, '31 s behind'],
  ['a replica that says nothing of it', { stand: replica(), live }, false, undefined, 'not known'],
  ['a replica of another one', { stand: replica(0), live: own }, false, undefined, 'follows another'],
  ['a replica while the old one is silent', { stand: replica(4), live: silent }, true, undefined, '4 s behind'],
  ['its own does not answer', { stand: silent, live }, false, undefined, 'timeout'],
])('%s', (_, databases, ok, mustHold, words) => {
  const check = looked({ databases }, 'replication')
  expect([check?.ok, check?.mustHold, check?.says]).toEqual([ok, mustHold, expect.stringContaining(words)])
})

it('who knows that the silent one is off is believed; who says so of one that answers is not', () => {
  const fenced = 'I pulled its plug'
  expect(looked({ fenced, databases: { stand: own, live: silent } }, 'replication')).toMatchObject({
    ok: true,
    says: expect.stringContaining(fenced),
  })
  expect(looked({ fenced, databases: { stand: own, live } }, 'replication')).toMatchObject({
    ok: false,
    mustHold: true,
  })
})

it('another build, a read or a write that fails, no way back: each says so', () => {
  expect(looked({ builds: { stand: '2.0', live: '2.1' } }, 'build')).toMatchObject({ ok: false })
  expect(looked({ builds: { stand: '2.1', live: '2.1' } }, 'build')).toMatchObject({ ok: true })
  expect(looked({ builds: { stand: '2.1', live: undefined } }, 'build')).toMatchObject({ ok: false })
  const databases: Databases = { stand: live, live, write: { ok: false, says: 'A write was refused.' } }
  expect(looked({ databases, read: { ok: true, says: 'Read.' } }, 'read-write')).toMatchObject({
    ok: false,
    says: 'Read. A write was refused.',
  })
  expect(looked({ wayBack: [] }, 'way-back')).toMatchObject({ ok: false, mustHold: true })
  expect(looked({ health: 'The proxy does not answer.' }, 'health')).toMatchObject({ ok: false })
})
