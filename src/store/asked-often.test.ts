import { expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { askedOften } from './asked-often.ts'
import { openPool } from './db.ts'

it('what is asked for the third time is prepared; what takes every column of a table, or is long, never', () => {
  const nameOf = askedOften()
  const times = (text: string) => [1, 2, 3, 4].map(() => nameOf(text))
  expect(times('select at from entry where seq = $1')).toEqual([undefined, undefined, 'often_1', 'often_1'])
  expect(times('select count(*) from entry where seq = $1').at(-1)).toBe('often_2')
  for (const never of ['select * from service', 'select entry.* from entry', `select ${'1,'.repeat(3_000)} 2`])
    expect(times(never)).toEqual([undefined, undefined, undefined, undefined])
})

it('a connection that loses what was prepared, as behind a pooler, asks without from then on', async () => {
  const { config, drop } = await freshDatabase()
  const db = openPool({ ...config, max: 1 })
  const ask = () => db.query<{ one: number }>('select $1::int as one', [1])
  for (let n = 0; n < 3; n++) expect((await ask()).rows).toEqual([{ one: 1 }])
  expect((await db.query('select name from pg_prepared_statements')).rows).toEqual([{ name: 'often_1' }])
  await db.query('deallocate all')
  await expect(ask()).rejects.toThrow('does not exist')
  expect((await ask()).rows).toEqual([{ one: 1 }])
  await db.end()
  await drop()
})
