import type { Entry } from '../../incident/entry.ts'
import { maskSaid } from '../../redact/mask-said.ts'
import { maskOf } from '../../store/chain.ts'
import type { Tx } from '../../store/db.ts'
import { toText } from '../../store/timeline.ts'

export interface Masked {
  entry: string
  mask: string
}

/**
 * Masks the entries that hold one of the secrets, and those of `whole` in full. The digest stays in the chain, the salt
 * goes, and what stands there now is named by its own hash.
 */
export async function maskEntries(
  tx: Tx,
  entries: readonly Entry[],
  secrets: readonly string[],
  whole: readonly Entry[],
): Promise<Masked[]> {
  const masked: Masked[] = []
  for (const entry of entries.filter(one => one.type !== 'Redacted')) {
    const before = toText(entry.data)
    const after = toText(maskSaid(entry.data, secrets, whole.includes(entry)))
    if (after === before && !whole.includes(entry)) continue
    await tx.query('update entry set data = $2, salt = null, redacted = true where id = $1', [entry.id, after])
    masked.push({ entry: entry.id, mask: maskOf(after) })
  }
  return masked
}

/** The incidents whose timelines hold one of these forms, wherever they are. */
export async function incidentsThatHold(tx: Tx, forms: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ incident: string }>(
    'select distinct incident from entry where exists (select 1 from unnest($1::text[]) as secret where position(secret in data) > 0)',
    [forms.filter(form => !form.includes('\0')).map(form => form.toWellFormed())],
  )
  return rows.map(row => row.incident)
}
