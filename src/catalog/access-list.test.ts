import { expect, test } from 'vitest'
import { accessName, accessTo } from './access-list.ts'

const lists = [
  { name: '*', people: ['noor'] },
  { name: 'db-*', people: ['ben'] },
  { name: 'db-1', people: ['ana', 'ben'] },
  { name: 'pg:shop', people: ['mira'] },
]

test('the nearest list counts: the database a command speaks to, the host itself, then the longest name with a star', () => {
  const asked = (host: string | undefined, command: string) => accessTo(lists, { command, ...(host && { host }) })
  expect(asked('db-1', 'cat /etc/shadow')).toEqual(['ana', 'ben'])
  expect(asked('db-2', 'cat /etc/shadow')).toEqual(['ben'])
  expect(asked('web-1', 'reboot')).toEqual(['noor'])
  expect(asked('db-1', 'psql shop -c "drop table orders"')).toEqual(['mira'])
  expect(asked('db-1', 'psql postgres://x@db-1/shop')).toEqual(['mira'])
  expect(asked('db-1', 'ls shop')).toEqual(['ana', 'ben'])
  expect(asked(undefined, 'reboot')).toEqual([])
  expect(accessTo(lists.slice(1), { host: 'web-1', command: 'reboot' })).toEqual([])
})

test('a name is that of a host, of many, or of a database', () => {
  expect(['db-1', 'db-*', '*', 'pg:shop', 'a.b.example'].filter(name => !accessName.test(name))).toEqual([])
  expect(['', 'db 1', '*db', 'd*b', 'pg:', 'pg:a b', '-x', 'a\n'].filter(name => accessName.test(name))).toEqual([])
})
