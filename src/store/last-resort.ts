import { vanishedAfterMs } from '../steps/notify/nodes.ts'
import type { Row, Sql } from './db.ts'
import { storable } from './storable.ts'

/** What the operators heard last, from whichever node. */
export interface LastWord {
  said: 'red' | 'green'
  at: string
  by: string
  /** The receiver's own answer; none before it took it. */
  answer?: string
}

interface LastRow extends Row {
  said: 'red' | 'green'
  at: string
  node: string
  taken_at: string | null
  answer: string | null
}

/** Who took it upon itself to say it has so long; then another node may. */
const sayWithinMs = 90_000

export async function lastWord(sql: Sql): Promise<LastWord | undefined> {
  const { rows } = await sql.query<LastRow>('select said, at, node, taken_at, answer from last_resort')
  const [row] = rows
  if (!row?.node) return undefined
  return { said: row.said, at: row.at, by: row.node, ...(row.answer !== null && { answer: row.answer }) }
}

export interface Claiming {
  said: 'red' | 'green'
  id: string
  name: string
  now: Date
  /** When this node, or another, said red last. */
  redAt: Date
}

/**
 * One node says it: `mine`; `told`: somebody did, and it was taken; `later`: somebody is at it, or another node is red still. Red is
 * said once while green was the last word. Green is said after the last red word, by the last node to be well.
 */
export async function claimWord(sql: Sql, asked: Claiming): Promise<'mine' | 'told' | 'later'> {
  const { said, name, now, redAt } = asked
  const isOver = new Date(now.getTime() - sayWithinMs)
  const { rowCount } = await sql.query(
    `update last_resort set said = $1, at = $2, node = $3, taken_at = null, answer = null
      where (said <> $1 or ($1 = 'green' and at < $4) or (taken_at is null and at < $5))
        and ($1 = 'red' or not ${someoneIsRed(6, 7)})`,
    [said, now, name, redAt, isOver, asked.id, new Date(now.getTime() - vanishedAfterMs)],
  )
  if (rowCount === 1) return 'mine'
  const { rows } = await sql.query<LastRow>('select said, at, node, taken_at, answer from last_resort')
  return rows[0]?.said === said && rows[0].taken_at !== null ? 'told' : 'later'
}

const someoneIsRed = (me: number, silentSince: number): string =>
  `exists (select 1 from node_seen
            where id <> $${me} and red_since is not null and left_at is null and seen_at > $${silentSince})`

export async function wordTaken(
  sql: Sql,
  said: 'red' | 'green',
  name: string,
  now: Date,
  answer: string,
): Promise<void> {
  await sql.query('update last_resort set taken_at = $1, answer = $2 where said = $3 and node = $4', [
    now,
    storable(answer, 500),
    said,
    name,
  ])
}
