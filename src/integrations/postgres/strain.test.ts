import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { withClient } from '../../../test/shop-database.ts'
import { strainOf } from './strain.ts'

let shop: FreshDatabase
beforeAll(async () => {
  shop = await freshDatabase()
})
afterAll(() => shop.drop())

it('a real PostgreSQL says how many are there, and for how long a transaction is open', async () => {
  const before = await strainOf(shop.url, 10_000)
  const client = new pg.Client(shop.config)
  await client.connect()
  try {
    await client.query('begin')
    const begunAt = performance.now()
    await withClient(shop.config, other => other.query('select 1'))
    const openForMs = performance.now() - begunAt
    const now = await strainOf(shop.url, 10_000)
    expect(now.sessions?.open).toBeGreaterThan(0)
    expect(now.sessions?.most).toBe(before.sessions?.most)
    expect(now.longestTransactionMs).toBeGreaterThanOrEqual(Math.floor(openForMs))
    expect(now.lagBytes).toBeUndefined()
  } finally {
    await client.end()
  }
})

it('that no session is left is an answer', async () => {
  const role = `full_${shop.config.database}`
  await withClient(shop.config, client => client.query(`create role ${role} login connection limit 0`))
  try {
    const url = new URL(shop.url)
    url.username = role
    expect(await strainOf(url.href, 10_000)).toEqual({ sessions: { open: 1, active: 0, most: 1 } })
  } finally {
    await withClient(shop.config, client => client.query(`drop role ${role}`))
  }
})

it('one that hangs is not waited for', async () => {
  const hangs = createServer().listen(0, '127.0.0.1')
  await once(hangs, 'listening')
  const { port } = hangs.address() as AddressInfo
  try {
    await expect(strainOf(`postgres://shop@127.0.0.1:${port}/shop`, 100)).rejects.toThrow(/timeout/i)
  } finally {
    hangs.close()
  }
})
