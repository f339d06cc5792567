import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { arrayText } from './array-text.ts'

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

test('whatever text is put into an array comes out of PostgreSQL as it was', async () => {
  const text = fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\0'))
  const odd = fc.constantFrom(null, 'NULL', '', '{}', '"', '\\', '\\"', 'a,b', ' a ', '\n\t', '{"a":"b\\\\"}')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(text, odd), { minLength: 1 }), async values => {
      const { rows } = await client.query('select $1::text[] as back', [arrayText(values)])
      expect(rows[0]).toEqual({ back: values })
    }),
    { numRuns: 200 },
  )
})
