import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { superuser } from '../src/store/embedded/postmaster.ts'
import { template } from './cluster.ts'

export type FreshDatabase = {
  /** For a program that takes DATABASE_URL. */
  url: string
  config: pg.PoolConfig
  drop(): Promise<void>
}

/** A migrated, empty database of a test's own, in about 50 ms. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const host = inject('cluster')
  const database = `t_${randomUUID().replaceAll('-', '')}`
  await maintain(host, `create database ${database} template ${template}`)
  return {
    url: `postgres://${superuser}@${encodeURIComponent(host)}/${database}`,
    config: { host, user: superuser, database },
    drop: () => maintain(host, `drop database if exists ${database} with (force)`),
  }
}

async function maintain(host: string, sql: string): Promise<void> {
  const client = new pg.Client({ host, user: superuser, database: 'postgres' })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
