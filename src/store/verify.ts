import { digestOf, hashOf, maskOf, noHash } from './chain.ts'
import type { Row, Sql } from './db.ts'

interface ChainRow extends Row {
  incident: string
  seq: number
  at: string
  by: string
  type: string
  v: number
  data: string
  salt: Buffer | null
  digest: Buffer
  hash: Buffer
  redacted: boolean
  id: string
}

/** What is wrong with a timeline: the entry and in words. Empty when every hash, digest and redaction holds. */
export async function verifyTimeline(sql: Sql, incident: string): Promise<{ seq: number; trouble: string }[]> {
  const { rows } = await sql.query<ChainRow>('select * from entry where incident = $1 order by seq', [incident])
  const masks = masksOf(rows)
  const troubles: { seq: number; trouble: string }[] = []
  let previous = noHash
  for (const [i, row] of rows.entries()) {
    const say = (trouble: string) => troubles.push({ seq: row.seq, trouble })
    if (row.seq !== i + 1) say('an entry before this one is missing')
    if (!hashOf(previous, row, row.digest).equals(row.hash)) say('its hash does not follow from the entry before it')
    if (row.salt) {
      if (!digestOf(row.salt, row.data).equals(row.digest)) say('its text was changed')
    } else if (!masks.get(row.id)?.has(maskOf(row.data))) say('its text was removed or changed without a redaction')
    previous = row.hash
  }
  return troubles
}

function masksOf(rows: ChainRow[]): Map<string, Set<string>> {
  const masks = new Map<string, Set<string>>()
  for (const row of rows.filter(r => r.type === 'Redacted')) {
    const said = JSON.parse(row.data) as { masks: { entry: string; mask: string }[] }
    for (const { entry, mask } of said.masks) masks.set(entry, (masks.get(entry) ?? new Set()).add(mask))
  }
  return masks
}
