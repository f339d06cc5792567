import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect } from 'vitest'
import { putRowsBack } from '../src/agent/restore-rows.ts'
import { seeded } from '../src/drill/random.ts'
import { rowsCopy } from '../src/integrations/postgres/rows.ts'
import type { FreshDatabase } from './database.ts'
import { randomStatements, rowsTables } from './shop-rows.ts'

const going = new AbortController().signal

type Tables = Record<string, Map<string, string>>

/**
 * So many times: random statements are saved, run, and put back. What differs after the run is what was saved, row by row, and after
 * putting back nothing differs. Answers how often anything changed.
 */
export async function savedRanAndBack(source: FreshDatabase, times: number, seed: number): Promise<number> {
  const random = seeded(seed)
  const home = mkdtempSync(join(tmpdir(), 'fireline-statements-'))
  const client = new pg.Client(source.config)
  await client.connect()
  // Nothing is proven here: what is written down is what counts.
  const driver = rowsCopy(() => Promise.reject(new Error('not needed')))
  let some = 0
  try {
    let before = await tablesOf(client)
    for (let n = 0; n < times; n++) {
      const statements = randomStatements(random)
      const folder = join(home, String(n))
      mkdirSync(folder)
      const touches = rowsTables.map(table => `pg:shop/${source.config.database}/${table}`)
      const task = { backup: String(n), folder, touches, url: source.url, commands: statements }
      const taken = await driver.take(task, going)
      let counted = 0
      for (const sql of statements) counted += (await client.query(sql)).rowCount ?? 0
      const after = await tablesOf(client)
      const changed = differing(before, after)
      const saved = taken.prints?.map(one => [bare(one.name), one.count]).filter(([, count]) => count !== 0)
      expect({ statements, counted, saved: Object.fromEntries(saved ?? []) }).toEqual({
        statements,
        counted: taken.rows,
        saved: changed,
      })
      await putRowsBack(taken.location, source.url, false)
      const back = await tablesOf(client)
      expect({ statements, differs: differing(before, back) }).toEqual({ statements, differs: {} })
      before = back
      if (Object.keys(changed).length > 0) some++
    }
  } finally {
    await client.end()
    rmSync(home, { recursive: true, force: true })
  }
  return some
}

/** Rows of a partition are its table's. */
const bare = (name: string): string => name.replaceAll('"', '').replace(/_(old|new)$/, '')

async function tablesOf(client: pg.Client): Promise<Tables> {
  const all: Tables = {}
  for (const table of rowsTables) {
    const { rows } = await client.query<{ key: string; row: string }>(
      `select case when $1 = 'public.visits' then t->>'at' || ' ' || (t->>'id')
                   when $1 = 'public.places' then t->>'country' || ' ' || (t->>'number') else t->>'id' end as key, t::text as row
         from (select to_jsonb(x) as t from ${table} x) y`,
      [table],
    )
    all[table] = new Map(rows.map(({ key, row }) => [key, row]))
  }
  return all
}

/** How many rows of each table read otherwise, are gone or are new. */
function differing(one: Tables, other: Tables): Record<string, number> {
  const counts = rowsTables.map(table => {
    const [was, is] = [one[table] ?? new Map(), other[table] ?? new Map()]
    const keys = [...new Set([...was.keys(), ...is.keys()])]
    return [table, keys.filter(key => was.get(key) !== is.get(key)).length] as const
  })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}
