import { createHash, type Hash } from 'node:crypto'
import { segmentBytes, segmentsOf } from '../terminal/segments.ts'
import type { Sql, Tx } from './db.ts'

/** How far a recording is held fast: `digest` (hex) is the last of the chain over its first `bytes`. */
export interface HeldFast {
  bytes: number
  segments: number
  digest: string
}

const noDigest = Buffer.alloc(32)

/**
 * The chain of a recording: each part of 64 KiB is hashed behind the digest of the part before it (32 zero bytes before the
 * first), so the last digest speaks for every byte. Handed bytes in order; says the digest of what it was handed so far.
 */
export function castChain(from: { n: number; digest: Buffer } = { n: 0, digest: noDigest }): {
  add(content: Buffer): { n: number; digest: Buffer }[]
  now(): Buffer
} {
  let { n, digest } = from
  let inPart = 0
  let hash: Hash | undefined
  return {
    add(content) {
      const whole: { n: number; digest: Buffer }[] = []
      for (let at = 0; at < content.length; ) {
        const part = content.subarray(at, at + segmentBytes - inPart)
        hash ??= createHash('sha256').update(digest)
        hash.update(part)
        inPart += part.length
        at += part.length
        if (inPart < segmentBytes) continue
        digest = hash.digest()
        whole.push({ n, digest })
        hash = undefined
        inPart = 0
        n += 1
      }
      return whole
    },
    now: () => hash?.copy().digest() ?? digest,
  }
}

/** Chains what was stored since the last whole part; for whoever just appended up to `stored`, in the same transaction. */
export async function holdWholeParts(tx: Tx, recording: string, stored: number): Promise<void> {
  const last = await lastPart(tx, recording)
  const { whole } = segmentsOf(stored)
  if (whole <= last.n) return
  const chain = castChain(last)
  for await (const content of bytesBetween(tx, recording, last.n * segmentBytes, whole * segmentBytes)) {
    const parts = chain.add(content)
    await tx.query(
      'insert into recording_segment (recording, n, digest) select $1, n, d from unnest($2::int[], $3::bytea[]) _(n, d)',
      [recording, parts.map(part => part.n), parts.map(part => part.digest)],
    )
  }
}

/** All of a recording that is stored now. */
export async function heldFast(tx: Tx, recording: string): Promise<HeldFast> {
  const { rows } = await tx.query<{ stored: number }>('select stored from recording where id = $1', [recording])
  const bytes = rows[0]?.stored ?? 0
  const last = await lastPart(tx, recording)
  const chain = castChain(last)
  for await (const content of bytesBetween(tx, recording, last.n * segmentBytes, bytes)) chain.add(content)
  return { bytes, segments: segmentsOf(bytes).all, digest: chain.now().toString('hex') }
}

/** After a redaction: the chain over what stands there now. */
export async function holdAnew(tx: Tx, recording: string): Promise<HeldFast> {
  await tx.query('delete from recording_segment where recording = $1', [recording])
  const { rows } = await tx.query<{ stored: number }>('select stored from recording where id = $1', [recording])
  await holdWholeParts(tx, recording, rows[0]?.stored ?? 0)
  return heldFast(tx, recording)
}

/** The digests over the first so many bytes, for each of `ends`; none where fewer are stored. */
export async function digestsAt(sql: Sql, recording: string, ends: readonly number[]): Promise<Map<number, string>> {
  const chain = castChain()
  const digests = new Map<number, string>()
  let at = 0
  for (const end of [...new Set(ends)].sort((one, other) => one - other)) {
    for await (const content of bytesBetween(sql, recording, at, end)) {
      chain.add(content)
      at += content.length
    }
    if (at === end) digests.set(end, chain.now().toString('hex'))
  }
  return digests
}

/** The part after the last whole one, with the digest it is hashed behind. */
async function lastPart(tx: Tx, recording: string): Promise<{ n: number; digest: Buffer }> {
  const { rows } = await tx.query<{ n: number; digest: Buffer }>(
    'select n, digest from recording_segment where recording = $1 order by n desc limit 1',
    [recording],
  )
  return rows[0] ? { n: rows[0].n + 1, digest: rows[0].digest } : { n: 0, digest: noDigest }
}

/** Exactly the bytes from `from` up to `to`, as far as they are stored without a gap. */
async function* bytesBetween(sql: Sql, recording: string, from: number, to: number): AsyncGenerator<Buffer> {
  const { rows } = await sql.query<{ start: number | null }>(
    'select max(from_byte) as start from recording_chunk where recording = $1 and from_byte <= $2',
    [recording, from],
  )
  let next = rows[0]?.start ?? 0
  for (let at = from; at < to; ) {
    const parts = await sql.query<{ from_byte: number; content: Buffer }>(
      `select from_byte, content from recording_chunk
        where recording = $1 and from_byte >= $2 and from_byte < $3 order by from_byte limit 4`,
      [recording, next, to],
    )
    if (parts.rows.length === 0) return
    for (const { from_byte, content } of parts.rows) {
      if (from_byte > at) return
      const piece = content.subarray(at - from_byte, to - from_byte)
      next = from_byte + 1
      at += piece.length
      if (piece.length > 0) yield piece
    }
  }
}
