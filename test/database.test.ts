import pg from 'pg'
import { expect, test } from 'vitest'
import { migrations } from '../src/store/migrate.ts'
import { freshDatabase } from './database.ts'

test('a fresh database is migrated, empty and reached by its url', async () => {
  const database = await freshDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select name from migration order by name')
  expect(rows.map(row => row.name)).toEqual((await migrations()).map(({ name }) => name))
  await client.end()
  await database.drop()
})

test('what one database holds the next does not see, and a dropped one is gone', async () => {
  const [first, second] = await Promise.all([freshDatabase(), freshDatabase()])
  const client = new pg.Client(first.config)
  await client.connect()
  await client.query('create table seen (id int)')
  await client.end()
  const other = new pg.Client(second.config)
  await other.connect()
  expect((await other.query(`select to_regclass('seen') as seen`)).rows).toEqual([{ seen: null }])
  await other.end()
  await Promise.all([first.drop(), second.drop()])
  await expect(new pg.Client(first.config).connect()).rejects.toThrow(/does not exist/)
})
