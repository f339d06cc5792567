import { newId } from '../engine/id.ts'
import type { OnCallWord } from '../steps/notify/on-call-words.ts'
import type { Tx } from './db.ts'

/** Owes a word about who is on call to one person, in the transaction that changed it. `swap`: their link asks about this one. */
export async function oweWord(tx: Tx, person: string, word: OnCallWord, now: Date, swap?: string): Promise<void> {
  const id = newId(now)
  await tx.query(`insert into obligation (id, kind, key, body, due_at) values ($1, 'on-call-word', $2, $3, $4)`, [
    id,
    `on-call-word:${id}`,
    JSON.stringify({ person, ...word, at: now.toISOString(), ...(swap && { swap }) }),
    now,
  ])
}
