import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Column, rowsAsColumns } from './rows-as-columns.ts'

let database: FreshDatabase
let client: pg.Client
beforeAll(async () => {
  database = await freshDatabase()
  client = new pg.Client(database.config)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

interface Told extends Record<string, unknown> {
  count: number | null
  title: string | null
  said: string
}

const columns: readonly Column<Told>[] = [
  { name: 'count', type: 'int' },
  { name: 'title', type: 'text' },
  { name: 'said', type: 'text' },
]

test('rows come out of PostgreSQL as they went in, in their order, whatever stands in them', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\0')),
    fc.constantFrom('', 'NULL', '\x01', 'a\x01b', '"', '\\', '{a,b}', '{"a":"b\\\\"}'),
  )
  const row = fc.record({
    count: fc.option(fc.integer({ min: 0, max: 3 })),
    title: fc.option(text),
    said: fc.oneof(text, fc.constant('{}'), fc.constant('{}')),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async rows => {
      const { select, values } = rowsAsColumns(columns, rows)
      const { rows: back } = await client.query({ text: select, values, rowMode: 'array' })
      expect(back).toEqual(rows.map(is => [is.count, is.title, is.said]))
    }),
    { numRuns: 150 },
  )
})
