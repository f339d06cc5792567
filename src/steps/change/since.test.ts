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
