import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../database.ts'
import { savedRanAndBack } from '../saved-rows.ts'
import { withClient } from '../shop-database.ts'
import { rowsSchema } from '../shop-rows.ts'

let source: FreshDatabase
beforeAll(async () => {
  source = await freshDatabase()
  await withClient(source.config, client => client.query(`${rowsSchema}; delete from public.orders where id > 150`))
})
afterAll(() => source.drop())

it('of 500 random statements, the rows that are saved are the rows that change, and they go back as they were', async () => {
  expect(await savedRanAndBack(source, 500, 11)).toBeGreaterThan(250)
}, 600_000)
