import type pg from 'pg'
import { readTouch } from '../../incident/touches.ts'
import type { BackupTask } from '../../steps/change/backup-driver.ts'
import { answersWell, type Shown } from '../../steps/change/levels.ts'
import { isWholeDatabase } from './with-tables.ts'

const longestMs = 60_000

/** What was shown by asking, and the same in words; neither where there is no question, or where not all is there that it may be about. */
export interface Smoke {
  shown: Pick<Shown, 'smoke'>
  says: string[]
}

/**
 * The team's own question, asked of what was restored, by whom it was restored: a role without rights. One statement, which changes
 * nothing. That it fails is an answer too: equal rows that answer nothing are L3.
 */
export async function askSmoke(client: pg.Client, task: BackupTask): Promise<Smoke> {
  const query = task.smoke
  if (query === undefined || !isWholeDatabase(task) || !isOfTheAddress(task)) return { shown: {}, says: [] }
  const said = await answer(client, query)
  const ok = Array.isArray(said) && answersWell(said)
  const why = Array.isArray(said) ? `it answered ${JSON.stringify(said.slice(0, 3))}` : said
  return {
    shown: { smoke: { query, ok } },
    says: [ok ? 'The smoke query answers well.' : `The smoke query does not: ${why}.`],
  }
}

async function answer(client: pg.Client, text: string): Promise<unknown[][] | string> {
  await client.query(
    `begin read only; set local statement_timeout = ${longestMs}; set local search_path = "$user", public`,
  )
  try {
    // One statement, as PostgreSQL itself splits them.
    const asked = { text, rowMode: 'array' as const, queryMode: 'extended' as const }
    return (await client.query<unknown[]>(asked)).rows
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.query('rollback').catch(() => {})
  }
}

/** It was written for the database that the address names. */
function isOfTheAddress({ touches, url = '' }: BackupTask): boolean {
  const named = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname.slice(1)) : ''
  return touches.map(readTouch).every(read => read?.kind !== 'postgres' || !read.database || read.database === named)
}
