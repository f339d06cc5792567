import { expect, test } from 'vitest'
import { story } from '../../../test/change-story.ts'
import type { EntryOf } from '../../incident/entry.ts'
import { rowsChanged } from './rows-saved.ts'
import { changesData, owesTheLook } from './without-copy.ts'

test.each([
  [`psql -h shop-db shop -c 'delete from orders'`, 'it deletes every row, for it says no “where”'],
  [`psql shop -c 'update orders set total = 1 where id = 1'`, 'it writes by SQL'],
  ['sudo rm -rf /var/lib/shop', 'it removes /var/lib/shop and all that is in it'],
  ['sqlite3 cart.db "insert into lines values (1)"', 'it writes by SQL'],
  ['mariadb -e "drop table orders" shop', 'it drops a table'],
])('%s: %s', (command, what) => {
  expect(changesData(command)).toBe(what)
})

test.each(['systemctl restart web', 'reboot', `psql shop -c 'select 1'`, 'psql shop', 'echo update orders', 'ls'])(
  '%s changes no data, as far as its words tell',
  command => {
    expect(changesData(command)).toBeUndefined()
  },
)

test('what PostgreSQL counts is told of all statements together, or of none', () => {
  expect(rowsChanged('BEGIN\nUPDATE 3\nUPDATE 137\n', 1)).toBe(137)
  expect(rowsChanged('BEGIN\nUPDATE 3\nDELETE 137\nCOMMIT\n', 2)).toBe(140)
  expect(rowsChanged('UPDATE 137\n', 2)).toBeUndefined()
  expect(rowsChanged('nothing of the kind: UPDATE 3 rows', 1)).toBeUndefined()
})

const typed = (command: string) => {
  const one = story()
  const head = {
    incident: 'i',
    at: '2026-05-04T02:59:00.000Z',
    by: { kind: 'system', id: 's', name: 'Fireline' } as const,
  }
  const data = { terminal: 't', host: 'db-1', command, startedAt: head.at, durationMs: 5, outside: true as const }
  const entry = { ...head, id: 'e1', seq: 1, type: 'CommandRan', data } as EntryOf<'CommandRan'>
  one.entries.push(entry)
  return { ...one, entry }
}

test('a typed command that changes data is noted once, with what it names, where no copy holds that', () => {
  const { ask, is, entry } = typed(`psql -h shop -c 'delete from orders where id < 9'`)
  expect(owesTheLook(entry)).toMatchObject([{ kind: 'ask', body: { command: 'note-without-copy' } }])
  ask('Fireline', 'note-without-copy', { command: 'e1' })
  expect(ask('Fireline', 'note-without-copy', { command: 'e1' })).toEqual([])
  expect(is().withoutCopy).toMatchObject([
    { command: 'e1', host: 'db-1', touches: ['pg:shop'], what: 'it writes by SQL' },
  ])
})

test('what nothing here can name is noted as just that; what only looks owes nothing', () => {
  const { ask } = typed(`psql -c 'delete from orders where id < 9'`)
  expect(ask('Fireline', 'note-without-copy', { command: 'e1' })).toMatchObject([
    { data: { touches: [], what: 'it writes by SQL; nothing here knows what it touched' } },
  ])
  expect(owesTheLook(typed('ls').entry)).toEqual([])
})

const [few, none, some, slow] = [
  { requests: 5, errors: 5 },
  { requests: 1_000, errors: 0, responseMs: 40 },
  { requests: 500, errors: 60, responseMs: 44 },
  { requests: 500, errors: 0, responseMs: 180 },
]
test.each([
  ['worse', none, some, ['At the proxy of shop-b 12 % of 500 requests failed since, 0 % before.']],
  ['better', some, none, ['At the proxy of shop-b 0 % of 1,000 requests failed since, 12 % before.']],
  ['same', none, none, ['At the proxy of shop-b 0 % of 1,000 requests failed since, 0 % before.']],
  [
    'worse',
    none,
    slow,
    [
      'At the proxy of shop-b 0 % of 500 requests failed since, 0 % before.',
      'Answers take 180 ms on average, 40 ms before.',
    ],
  ],
  ['same', none, few, ['No new alert.']],
] as const)('%s, as the proxy counts it', (verdict, before, after, lines) => {
  const given = story()
  const change = given.propose({ kind: 'simple' })
  given.ask('Ana', 'apply-change', { change })
  given.known.since = { proxy: { standBy: 'shop-b', before, after } }
  given.ask('Fireline', 'look-at-change', { change, afterMs: 0 })
  given.ask('Fireline', 'look-at-change', { change, afterMs: 30_000 })
  expect(given.is().changes[0]?.looks).toMatchObject([{ afterMs: 30_000, verdict, lines }])
})
