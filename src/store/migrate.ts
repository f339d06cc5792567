import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Db, inTransaction } from './db.ts'

const folder = new URL('../../migrations/', import.meta.url)

/** Every migration in order: `{ name, sql }`, the name without its ending. */
export async function migrations(): Promise<{ name: string; sql: string }[]> {
  const files = (await readdir(fileURLToPath(folder))).filter(file => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async file => ({ name: file.slice(0, -4), sql: await readFile(new URL(file, folder), 'utf8') })),
  )
}

const takeTurns = "select pg_advisory_xact_lock(hashtextextended('fireline migrate', 0))"

/**
 * Brings the database to this version. Each migration is one transaction with its own mark, under one advisory lock:
 * a start killed half-way goes on where it was, and two nodes starting at once do it once. Returns what was run.
 * With `only`, no other migration is run: a restore loads rows into the schema that they came from.
 */
export async function migrate(db: Db, only?: readonly string[]): Promise<string[]> {
  const run: string[] = []
  await inTransaction(db, async tx => {
    // Also for this: two nodes that make it at once are not both told that it exists.
    await tx.query(takeTurns)
    await tx.query(
      'create table if not exists migration (name text primary key, at timestamptz not null default now())',
    )
  })
  for (const { name, sql } of await migrations()) {
    if (only !== undefined && !only.includes(name)) continue
    await inTransaction(db, async tx => {
      await tx.query(takeTurns)
      const { rowCount } = await tx.query('select 1 from migration where name = $1', [name])
      if (rowCount) return
      await tx.query(sql)
      await tx.query('insert into migration (name) values ($1)', [name])
      run.push(name)
    })
  }
  return run
}
