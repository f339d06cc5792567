import { createHash } from 'node:crypto'
import type { Sql } from './db.ts'

/** Stores bytes under their sha256, once; returns it. At most 16 MB: larger things are stored in parts. */
export async function putBlob(sql: Sql, content: Buffer, at: Date): Promise<string> {
  if (content.length > 16 * 1024 * 1024) throw new Error('a blob is at most 16 MB')
  const digest = createHash('sha256').update(content).digest('hex')
  await sql.query('insert into blob (digest, content, at) values ($1, $2, $3) on conflict do nothing', [
    digest,
    content,
    at,
  ])
  return digest
}

export async function getBlob(sql: Sql, digest: string): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ content: Buffer }>('select content from blob where digest = $1', [digest])
  return rows[0]?.content
}
