import { expect, it } from 'vitest'
import { rowsOf, rowsOfChange } from './rows.ts'

it.each<[string, object]>([
  [
    `psql -d shop -c 'update orders set total = 0 where id < 100'`,
    { verb: 'update', table: 'orders', where: 'id < 100', set: ['total'], database: 'shop' },
  ],
  [
    `sudo -u postgres psql -Atc "delete from \\"Odd\\".orders as o using customers c where c.id = o.customer;" shop`,
    { verb: 'delete', table: '"Odd".orders', alias: 'o', from: 'customers c', where: 'c.id = o.customer' },
  ],
  [
    `UPDATE public.orders o SET (a, b) = (1, 'x;y'), "C" = now() FROM t WHERE o.id = t.id AND a IS DISTINCT FROM b RETURNING id;`,
    { set: ['a', 'b', 'C'], from: 't', where: 'o.id = t.id AND a IS DISTINCT FROM b', alias: 'o' },
  ],
  [
    `update orders set note = a is distinct from b where note = 'where' -- and more`,
    { where: `note = 'where'`, set: ['note'] },
  ],
  [`psql --command='delete from orders where f(id) in (1)'`, { calls: { where: ['f', 'in'], elsewhere: [] } }],
])('%s: its rows are told', (command, wanted) => {
  expect(rowsOf(command)).toMatchObject([wanted])
})

it.each([
  ['psql -c "update orders set total = 0 where id = $ID"', 'the shell fills something into it'],
  ['psql -f fix.sql', 'it is not said by -c'],
  [`psql -c 'update a set b = 1 where c; drop table a'`, 'it is neither UPDATE nor DELETE'],
  [`psql -c 'begin; update a set b = 1 where c'`, 'it is neither UPDATE nor DELETE'],
  [`psql -c 'begin; update a set b = 1 where c; rollback'`, 'it is neither UPDATE nor DELETE'],
  [`psql -c 'update a set b = 1'`, 'it says no “where”: it touches every row'],
  [`psql -c 'update a set b = 1 where c' && rm -r x`, 'there is more than one command in it'],
  ['with x as (select 1) update a set b = 1 where c', 'it is neither UPDATE nor DELETE'],
  [`update a set b = 'x where c`, 'it cannot be told where its texts end'],
  ['update a set b = 1 where current of k', 'it follows a cursor'],
  ['update a set b = 1 where c = /* one /* two */ d */ 1', 'it cannot be told where its texts end'],
  ['mysql -e "update a set b = 1 where c"', 'only UPDATE and DELETE by psql -c can be read'],
])('%s: %s', (command, not) => {
  expect(rowsOf(command)).toEqual({ not })
})

it('several statements are told one by one, whichever way they are said', () => {
  const two = [
    { verb: 'update', table: 'a', where: 'c' },
    { verb: 'delete', table: 'd', where: `e = ';'` },
  ]
  const [one, other] = ['update a set b = 1 where c', `delete from d where e = ';'`]
  expect(rowsOf(`${one}; ${other};`)).toMatchObject(two)
  expect(rowsOf(`psql shop -c "begin; ${one}; ${other}; commit"`)).toMatchObject(two)
  expect(rowsOf(`psql -1 -c "${one}" -c "${other}"`)).toMatchObject(two)
  expect(rowsOfChange([one, other])).toMatchObject(two)
})

it('one command of several that cannot be told is named', () => {
  const one = 'update a set b = 1 where c'
  expect(rowsOfChange([one])).toMatchObject([{ table: 'a' }])
  expect(rowsOfChange([one, 'systemctl restart web'])).toEqual({
    not: 'of “systemctl restart web”: only UPDATE and DELETE by psql -c can be read',
  })
  expect(rowsOfChange([`psql shop -c '${one}'`, `psql cart -c '${one}'`])).toEqual({
    not: 'its commands name several databases',
  })
})
