import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { type Db, openPool } from './db.ts'
import { migrate } from './migrate.ts'

let database: FreshDatabase
let nodes: Db[]
beforeAll(async () => {
  database = await freshDatabase()
  nodes = [1, 2, 3].map(() => openPool(database.config))
  await nodes[0]?.query('drop schema public cascade; create schema public')
})
afterAll(async () => {
  await Promise.all(nodes.map(node => node.end()))
  await database.drop()
})

it('three nodes that start at once on an empty database bring it up together: each migration is run once', async () => {
  const run = await Promise.all(nodes.map(node => migrate(node, ['000001-ground'])))
  expect(run.flat()).toEqual(['000001-ground'])
})
