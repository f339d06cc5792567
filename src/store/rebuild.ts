import { replay, unopened } from '../incident/replay.ts'
import { brokenCheckpoints } from './checkpoint.ts'
import { type Db, inTransaction, type Sql } from './db.ts'
import { saveHead } from './head.ts'
import { holdTimeline, readTimeline } from './timeline.ts'
import { verifyTimeline } from './verify.ts'
import { verifyRecordings } from './verify-recordings.ts'

async function incidents(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>('select id from incident order by number')
  return rows.map(row => row.id)
}

/** Folds every timeline anew into its view, one at a time, beside a running server. Returns how many. */
export async function rebuild(db: Db): Promise<number> {
  const ids = await incidents(db)
  for (const id of ids) {
    await inTransaction(db, async tx => {
      await holdTimeline(tx, id)
      const entries = await readTimeline(tx, id)
      const { rows } = await tx.query<{ hash: Buffer }>(
        'select hash from entry where incident = $1 order by seq desc limit 1',
        [id],
      )
      const hash = rows[0]?.hash
      if (hash) await saveHead(tx, replay(entries, { ...unopened, id }), hash.toString('hex'))
    })
  }
  return ids.length
}

export interface Verified {
  incidents: number
  troubles: { incident: string; seq: number; trouble: string }[]
}

/** Every chain, every checkpoint and every recording; empty troubles mean that nothing was edited, removed, inserted or cut off. */
export async function verifyAll(sql: Sql): Promise<Verified> {
  const ids = await incidents(sql)
  const troubles: Verified['troubles'] = []
  for (const incident of ids)
    for (const found of [...(await verifyTimeline(sql, incident)), ...(await verifyRecordings(sql, incident))])
      troubles.push({ incident, ...found })
  for (const { pos, at } of await brokenCheckpoints(sql))
    troubles.push({
      incident: '',
      seq: pos,
      trouble: `the checkpoint of ${at} does not follow: entries before it were cut off or changed`,
    })
  return { incidents: ids.length, troubles }
}
