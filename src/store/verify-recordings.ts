import type { Sql } from './db.ts'
import { digestsAt } from './held-fast.ts'

interface Anchor {
  seq: number
  recording: string
  bytes: number
  digest: string
  why: string
}

/** What is wrong with an incident's recordings: the anchor that does not hold, and in words. */
export async function verifyRecordings(sql: Sql, incident: string): Promise<{ seq: number; trouble: string }[]> {
  const { anchors, redactions } = await anchorsOf(sql, incident)
  const troubles: { seq: number; trouble: string }[] = []
  for (const recording of new Set(anchors.map(one => one.recording))) {
    const ours = anchors.filter(one => one.recording === recording)
    troubles.push(...unasked(ours, redactions))
    // A redaction changed what stood before; its own anchor speaks for those bytes from there on.
    const standing = ours.slice(Math.max(0, ours.findLastIndex(isRedaction)))
    const ends = standing.map(one => one.bytes)
    const digests = await digestsAt(sql, recording, ends)
    const broken = standing.find(one => digests.get(one.bytes) !== one.digest)
    if (broken)
      troubles.push({ seq: broken.seq, trouble: `the recording was changed or cut off before byte ${broken.bytes}` })
  }
  return troubles
}

const isRedaction = (anchor: Anchor): boolean => anchor.why === 'redacted'

/** An anchor that says "redacted" where nobody redacted anything hides a change. */
function unasked(anchors: readonly Anchor[], redactions: readonly number[]): { seq: number; trouble: string }[] {
  const isAsked = ({ seq }: Anchor, before = 0) => redactions.some(one => one > before && one < seq)
  return anchors
    .filter((one, i) => isRedaction(one) && !isAsked(one, anchors[i - 1]?.seq))
    .map(({ seq }) => ({ seq, trouble: 'the recording was held fast anew without a redaction' }))
}

async function anchorsOf(sql: Sql, incident: string): Promise<{ anchors: Anchor[]; redactions: number[] }> {
  const { rows } = await sql.query<{ seq: number; type: string; data: string }>(
    `select seq, type, data from entry where incident = $1 and type in ('RecordingAnchored', 'Redacted') order by seq`,
    [incident],
  )
  const anchors = rows.filter(row => row.type === 'RecordingAnchored')
  return {
    anchors: anchors.map(({ seq, data }) => ({ ...(JSON.parse(data) as Omit<Anchor, 'seq'>), seq })),
    redactions: rows.filter(row => row.type === 'Redacted').map(row => row.seq),
  }
}
