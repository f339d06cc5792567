import { newId } from '../engine/id.ts'
import type { Swap } from '../roster/swap.ts'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** What stands in the link to who is asked: theirs alone, the same at a repeat. */
export const swapToken = (secrets: Secrets, swap: string, person: string): string =>
  secrets.derive(`swap ${swap} ${person}`)

export interface NewSwap extends Pick<Swap, 'schedule' | 'asker' | 'from' | 'to' | 'inReturn' | 'note'> {
  asked: string[]
}

export async function addSwap(tx: Tx, secrets: Secrets, swap: NewSwap, now: Date): Promise<string> {
  const id = newId(now)
  await tx.query(
    `insert into swap (id, schedule, asker, from_at, to_at, back_from, back_to, note, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      swap.schedule,
      swap.asker,
      swap.from,
      swap.to,
      swap.inReturn?.from ?? null,
      swap.inReturn?.to ?? null,
      swap.note ?? null,
      now,
    ],
  )
  for (const person of swap.asked)
    await tx.query('insert into swap_asked (swap, person, digest) values ($1, $2, $3)', [
      id,
      person,
      digestOf(swapToken(secrets, id, person)),
    ])
  return id
}

interface SwapRow extends Row {
  id: string
  schedule: string
  asker: string
  from_at: string
  to_at: string
  back_from: string | null
  back_to: string | null
  note: string | null
  asked_at: string
  taken_by: string | null
  taken_at: string | null
  withdrawn_at: string | null
  asked: { person: string; declinedAt: string | null }[]
}

const select = `select swap.*, (select json_agg(json_build_object('person', person, 'declinedAt', declined_at) order by person)
    from swap_asked where swap_asked.swap = swap.id) as asked from swap`

const read = (row: SwapRow): Swap => ({
  id: row.id,
  schedule: row.schedule,
  asker: row.asker,
  from: row.from_at,
  to: row.to_at,
  ...(row.back_from && row.back_to && { inReturn: { from: row.back_from, to: row.back_to } }),
  ...(row.note && { note: row.note }),
  askedAt: row.asked_at,
  asked: row.asked.map(({ person, declinedAt }) => ({
    person,
    ...(declinedAt && { declinedAt: new Date(declinedAt).toISOString() }),
  })),
  ...(row.taken_by && { takenBy: row.taken_by }),
  ...(row.taken_at && { takenAt: row.taken_at }),
  ...(row.withdrawn_at && { withdrawnAt: row.withdrawn_at }),
})

/** Held until the end of the transaction, so that two who say yes at once do not both have it. */
export async function lockSwap(tx: Tx, id: string): Promise<Swap | undefined> {
  await tx.query('select 1 from swap where id::text = $1 for update', [id])
  return swapById(tx, id)
}

export async function swapById(sql: Sql, id: string): Promise<Swap | undefined> {
  const { rows } = await sql.query<SwapRow>(`${select} where id::text = $1`, [id])
  return rows[0] && read(rows[0])
}

/** Those whose time is not over yet, the soonest first. */
export async function swapsAfter(sql: Sql, now: Date): Promise<Swap[]> {
  const { rows } = await sql.query<SwapRow>(`${select} where to_at > $1 order by from_at, id`, [now])
  return rows.map(read)
}

/** Whom a link asks, and of what. */
export async function swapByToken(sql: Sql, token: string): Promise<{ swap: Swap; person: string } | undefined> {
  const { rows } = await sql.query<{ swap: string; person: string } & Row>(
    'select swap, person from swap_asked where digest = $1',
    [digestOf(token)],
  )
  const swap = rows[0] && (await swapById(sql, rows[0].swap))
  return swap && rows[0] && { swap, person: rows[0].person }
}

export async function takeSwap(tx: Tx, id: string, person: string, now: Date): Promise<void> {
  await tx.query('update swap set taken_by = $2, taken_at = $3 where id = $1', [id, person, now])
}

export async function declineSwap(tx: Tx, id: string, person: string, now: Date): Promise<void> {
  await tx.query('update swap_asked set declined_at = coalesce(declined_at, $3) where swap = $1 and person = $2', [
    id,
    person,
    now,
  ])
}

export async function withdrawSwap(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query('update swap set withdrawn_at = $2 where id = $1', [id, now])
}
