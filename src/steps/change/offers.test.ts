import { expect, test } from 'vitest'
import { at, customers, orders, refusal, story, types, uuid } from '../../../test/change-story.ts'
import type { ProvenElsewhere } from '../../incident/known.ts'
import type { Distance } from '../../incident/prints.ts'
import { offers } from './offers.ts'

const last: ProvenElsewhere = {
  id: uuid(77),
  resource: 'shop',
  driver: 'postgres',
  level: 'L3',
  covers: ['pg:shop/shop'],
  takenAt: at('00:10:00'),
  verifiedAt: at('00:11:00'),
  digest: 'd9',
  location: '/copies/77',
  bytes: 300_000_000,
  prints: [{ name: 'orders', count: 5_000, print: 'p' }],
  ms: 41_000,
}

const written = (changed: string[], rows?: number): Distance => ({ changed, ...(rows !== undefined && { rows }) })

/** A change of these at 03:00, with one copy proven before. */
function before(distance?: Distance, proof: Partial<ProvenElsewhere> = {}, touches = [orders]) {
  const given = story()
  given.propose({ touches })
  given.known.proofs = [{ ...last, ...proof }]
  if (distance) given.known.distances.set(last.id, distance)
  given.known.artefacts.set(last.id, { digest: 'd9' })
  const change = given.is().changes[0]
  if (!change) throw new Error('no change')
  return { given, offers: () => offers(given.is(), change, at('03:00:00'), given.known) }
}
const useLast = { change: 'C1', proof: 'last' }

test('the proofs are offered with their times, those that are enough first, of those the quickest', () => {
  const { given, offers } = before(written([]))
  expect(offers().map(({ proof, enough, seconds }) => [proof, enough, seconds])).toEqual([
    ['last', true, 0],
    ['full', true, 41],
  ])
  expect(offers().map(one => one.says.join(' '))).toEqual([
    'Proven at 4 May, 00:10 UTC. Nothing was written since.',
    'A new copy, put somewhere else and compared. It took 41 s at 4 May, 00:10 UTC.',
  ])
  const no = refusal(given.ask('Ana', 'apply-change', { change: 'C1' }))
  expect(no.next.map(way => way.label)).toEqual([
    'Use the copy proven at 4 May, 00:10 UTC',
    'Prove it fully, about 41 s',
    'Go without, say why',
  ])
})

test('a copy proven before and not written to since is used in one press, and the change says which', () => {
  const { given } = before(written([]))
  const [way] = refusal(given.ask('Ana', 'apply-change', { change: 'C1' })).next
  expect(types(given.ask('Ana', 'take-backup', way?.body ?? {}))).toBe('BackupStarted,BackupVerified')
  expect(given.is().backups[0]).toMatchObject({
    kind: 'last',
    takenAt: last.takenAt,
    proof: 'Proven before, at 4 May, 00:10 UTC: 1 with 5,000 rows or files, equal.',
  })
  expect(given.ask('Ana', 'take-backup', useLast)).toEqual([])
  expect(types(given.ask('Ana', 'apply-change', { change: 'C1' }))).toContain('ChangeApplied')
  expect(given.is().changes[0]?.backup).toBe(last.id)
})

const notEnough: [string, Distance | undefined, string][] = [
  ['written to', written([orders], 14), '14 rows of orders written since.'],
  ['nobody can tell', undefined, 'What was written since cannot be told.'],
]
test.each(notEnough)('one that does not count says so, comes last, and cannot be used: %s', (_, distance, says) => {
  const { given, offers } = before(distance)
  expect(offers().map(({ proof, enough }) => [proof, enough])).toEqual([
    ['full', true],
    ['last', false],
  ])
  expect(offers()[1]?.says[1]).toBe(says)
  const no = refusal(given.ask('Ana', 'take-backup', useLast))
  expect([no.message, no.next.map(way => way.command)]).toEqual([
    'No copy proven before counts for orders.',
    ['take-backup', 'waive'],
  ])
  expect(given.is().backups).toEqual([])
})

test.each([
  ['of another table', { covers: [customers] }],
  ['only read', { level: 'L1' as const }],
  ['from the future', { takenAt: at('03:00:01') }],
])('a copy %s is not offered', (_, proof) => {
  expect(
    before(written([]), proof)
      .offers()
      .map(one => one.proof),
  ).toEqual(['full'])
})

test('what is used is judged again when the change begins: written to meanwhile, altered, gone', () => {
  const spoiled: ((given: ReturnType<typeof story>) => void)[] = [
    given => given.known.distances.set(last.id, written([orders])),
    given => given.known.distances.clear(),
    given => given.known.artefacts.set(last.id, { digest: 'other' }),
    given => given.known.artefacts.clear(),
    given => given.clock('00:00:00'),
  ]
  for (const spoil of spoiled) {
    const { given } = before(written([]))
    given.ask('Ana', 'take-backup', useLast)
    spoil(given)
    expect(refusal(given.ask('Ana', 'apply-change', { change: 'C1' })).code).toBe('no-verified-backup')
  }
})

test('what a copy leaves out is said, and a change of it is not let through by it', () => {
  const { given, offers } = before(written([]), { covers: [orders] }, [orders, customers])
  expect(offers().map(({ proof, enough, uncovered }) => [proof, enough, uncovered])).toEqual([
    ['full', true, []],
    ['last', false, [customers]],
  ])
  expect(refusal(given.ask('Ana', 'take-backup', useLast)).code).toBe('no-verified-backup')
})

const oneUpdate = { commands: [`psql shop -c 'update orders set paid = true where id = 7'`] }
const proofs = (given: ReturnType<typeof story>) => {
  const change = given.is().changes[0]
  return change ? offers(given.is(), change, at('03:00:00'), given.known).map(one => [one.proof, one.enough]) : []
}
const failedRows = (given: ReturnType<typeof story>) => {
  const about = { backup: uuid(7), change: given.is().changes[0]?.id ?? '', driver: 'rows' }
  given.happened('BackupStarted', { ...about, touches: [orders] })
  given.happened('BackupFailed', { ...about, reason: 'A trigger writes elsewhere.' })
}

test('the rows that one statement touches are offered, and taken where nothing is named and nothing cheaper is enough', () => {
  const given = story()
  given.propose(oneUpdate)
  expect(proofs(given)).toEqual([
    ['rows', true],
    ['full', true],
  ])
  const no = refusal(given.ask('Ana', 'apply-change', { change: 'C1' }))
  expect(no.next.map(way => way.label)).toEqual(['Save the rows it touches', 'Prove it fully', 'Go without, say why'])
  given.ask('Ana', 'take-backup', { change: 'C1' })
  expect(given.is().backups.map(one => one.driver)).toEqual(['rows'])
})

test.each([
  ['the last copy, while it is enough', { last: true }, 'last'],
  ['a full one, where the rows could not be saved', { failed: true }, 'postgres'],
  ['a full one, where that is asked for', { body: { proof: 'full' as const } }, 'postgres'],
  ['a full one, where its level is named', { body: { level: 'L3' as const } }, 'postgres'],
  ['what is named', { body: { driver: 'built-in' } }, 'built-in'],
])(
  'who asks for a copy gets %s',
  (_, { last: hasLast, failed, body }: { last?: boolean; failed?: boolean; body?: object }, got) => {
    const { given } = hasLast ? before(written([])) : { given: story() }
    if (!hasLast) given.propose(oneUpdate)
    if (failed) failedRows(given)
    given.ask('Ana', 'take-backup', { change: 'C1', ...body })
    const copy = given.is().backups.at(-1)
    expect(copy?.kind ?? copy?.driver).toBe(got)
  },
)

test('rows that could not be saved say why and stand behind what is enough', () => {
  const given = story()
  given.propose(oneUpdate)
  failedRows(given)
  expect(proofs(given)).toEqual([
    ['full', true],
    ['rows', false],
  ])
})

test('a copy proven before that was used here and is gone is not offered again', () => {
  const { given } = before(written([]))
  given.ask('Ana', 'take-backup', useLast)
  given.known.artefacts.clear()
  const no = refusal(given.ask('Ana', 'apply-change', { change: 'C1' }))
  expect(no.next.map(way => way.label)).toEqual(['Prove it fully, about 41 s', 'Go without, say why'])
})

test('a new copy is not enough for what nothing here can copy', () => {
  const given = story()
  given.propose({ touches: [orders, 'redis:carts'] })
  expect(proofs(given)).toEqual([['full', false]])
  const no = refusal(given.ask('Ana', 'apply-change', { change: 'C1' }))
  expect(no.next.map(way => way.label)).toEqual(['Go without, say why'])
})

test('where rows alone cannot be saved the copy says so, and what is the least', () => {
  const { offers } = before(undefined, {}, ['my:shop/shop/orders', 'lite:cart'])
  expect(offers().map(one => [one.proof, one.says.slice(1)])).toEqual([
    [
      'full',
      [
        'Rows alone are not saved from MariaDB; a table can be copied alone, as in my:shop/shop/orders.',
        'Rows alone are not saved from SQLite; its whole file is copied.',
      ],
    ],
  ])
})
