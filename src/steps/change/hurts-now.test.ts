import { expect, test } from 'vitest'
import { at, orders, refusal, story, types } from '../../../test/change-story.ts'
import type { Strain } from '../../incident/strain.ts'
import { hurtsNow } from './hurts-now.ts'
import { offers } from './offers.ts'

const shop = (more: Partial<Strain>): Strain => ({ name: 'shop', ...more })
const sessions = (open: number, active: number, most: number) => ({ sessions: { open, active, most } })
const disk = (usedShare: number, freeBytes: number): Strain => ({
  name: 'The disk for copies',
  disk: { usedShare, freeBytes },
})

test.each<[string, Strain, string[], boolean]>([
  ['a disk that is nearly full', disk(0.972, 3e9), ['The disk for copies is 97 % full.'], true],
  ['a large disk on which plenty is free', disk(0.97, 300e9), [], false],
  ['2,000 active sessions', shop(sessions(2_400, 2_000, 5_000)), ['shop has 2,000 active sessions.'], false],
  ['hardly a session left', shop(sessions(91, 2, 100)), ['shop has 91 of 100 sessions open.'], true],
  ['no session left', shop(sessions(1, 0, 1)), ['shop has no session left.'], true],
  [
    'a transaction that is open for long',
    shop({ longestTransactionMs: 14 * 60_000 }),
    ['shop has a transaction open for 14 min: nothing is cleaned up behind it, and a copy adds another.'],
    false,
  ],
  [
    'a replica far behind',
    shop({ lagBytes: 3.2e9 }),
    ['A replica of shop is 3.2 GB behind, and reading all of it makes that more.'],
    false,
  ],
  ['an ordinary day', shop({ ...sessions(60, 20, 100), longestTransactionMs: 4_000, lagBytes: 8_000 }), [], false],
  ['nothing known', shop({}), [], false],
])('whether a full copy hurts, and saving rows too: %s', (_, strain, says, rowsToo) => {
  expect(hurtsNow('full', [strain])).toEqual(says)
  expect(hurtsNow('rows', [strain])).toEqual(rowsToo ? says : [])
  expect(hurtsNow('last', [strain])).toEqual([])
})

const busy = shop(sessions(2_400, 2_000, 5_000))
const oneUpdate = { commands: [`psql shop -c 'update orders set paid = true where id = 7'`] }

function strained(more: object = {}) {
  const given = story()
  given.propose(more)
  given.known.strain = [busy]
  return given
}

test('what hurts now stands last, with why; who names nothing gets what does not', () => {
  const given = strained(oneUpdate)
  const change = given.is().changes[0]
  const found = change ? offers(given.is(), change, at('03:00:00'), given.known) : []
  expect(found.map(one => [one.proof, one.hurts])).toEqual([
    ['rows', []],
    ['full', ['shop has 2,000 active sessions.']],
  ])
  given.ask('Ana', 'take-backup', { change: 'C1' })
  expect(given.is().backups.map(one => one.driver)).toEqual(['rows'])
})

test('a copy that would hurt waits for one word, and then it is gentle', () => {
  const given = strained(oneUpdate)
  const no = refusal(given.ask('Ana', 'take-backup', { change: 'C1', proof: 'full' }))
  expect([no.code, no.message]).toEqual([
    'hurts-now',
    'A copy would hurt now. shop has 2,000 active sessions. It can be taken all the same.',
  ])
  expect(no.next.map(way => way.label)).toEqual([
    'Save the rows it touches',
    'Copy it gently all the same',
    'Go without, say why',
  ])
  expect(types(given.ask('Ana', 'take-backup', no.next[1]?.body ?? {}))).toBe('BackupStarted')
  expect(given.entries.at(-1)?.data).toMatchObject({ driver: 'postgres', pace: 'gentle', touches: [orders] })
  // One that runs already is not asked about again.
  expect(given.ask('Ana', 'take-backup', { change: 'C1', proof: 'full' })).toEqual([])
})

test('a copy goes ahead where nothing is known to hurt', () => {
  const given = strained()
  given.known.strain = []
  expect(types(given.ask('Ana', 'take-backup', { change: 'C1' }))).toBe('BackupStarted')
})
