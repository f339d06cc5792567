import { statfs } from 'node:fs/promises'
import pg from 'pg'
import { migrations } from '../migrate.ts'
import { newestProof, type Proof } from './prove.ts'

/** What an upgrade to this version would meet. */
export type Readiness = {
  isReady: boolean
  pending: string[]
  unknown: string[]
  provenBackup: Proof | undefined
  databaseBytes: number
  freeBytes: number
  problems: string[]
}

const freshMs = 24 * 3_600_000

/** Looks, and changes nothing: a start of this version runs the migrations itself. */
export async function checkUpgrade(config: pg.ClientConfig, dataDir: string): Promise<Readiness> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const run = await migrationsRun(client)
    const known = (await migrations()).map(({ name }) => name)
    const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database())::text as bytes')
    const { bavail, bsize } = await statfs(dataDir)
    const found = {
      pending: known.filter(name => !run.includes(name)),
      unknown: run.filter(name => !known.includes(name)),
      provenBackup: newestProof(dataDir),
      databaseBytes: Number(rows[0]?.bytes ?? 0),
      freeBytes: bavail * bsize,
    }
    const problems = problemsOf(found)
    return { ...found, problems, isReady: problems.length === 0 }
  } finally {
    await client.end()
  }
}

/** A database that no Fireline has started on yet has no list. */
async function migrationsRun(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ has: boolean }>(`select to_regclass('migration') is not null as has`)
  if (!rows[0]?.has) return []
  const { rows: run } = await client.query<{ name: string }>('select name from migration order by name')
  return run.map(({ name }) => name)
}

function problemsOf(found: Omit<Readiness, 'isReady' | 'problems'>): string[] {
  const { provenBackup, unknown, databaseBytes, freeBytes } = found
  const age = provenBackup === undefined ? Number.POSITIVE_INFINITY : Date.now() - Date.parse(provenBackup.madeAt)
  return [
    ...(unknown.length > 0 ? [`the database was written by a newer Fireline (${unknown.join(', ')})`] : []),
    ...(age > freshMs ? ['there is no proven backup from the last 24 hours: fireline backup --prove FILE'] : []),
    ...(freeBytes < 2 * databaseBytes ? ['the disk has less room than twice the database'] : []),
  ]
}
