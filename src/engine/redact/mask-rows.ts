import { formsOf } from '../../redact/forms.ts'
import { longestFirst, mask, redacted } from '../../redact/mask.ts'
import type { Tx } from '../../store/db.ts'

/** Every other text that is stored about an incident, outside its timeline: where it stands, and which rows are this incident's. */
const kept: readonly { table: string; column: string; ours: string }[] = [
  { table: 'accepted', column: 'body', ours: 'applied_at is not null' },
  { table: 'accepted', column: 'results', ours: 'applied_at is not null' },
  { table: 'accepted', column: 'trouble', ours: 'applied_at is not null' },
  { table: 'asked', column: 'answer', ours: 'true' },
  { table: 'alert', column: 'said', ours: 'incident = $3' },
  { table: 'alert_joining', column: 'said', ours: 'incident = $3' },
  { table: 'change_event', column: 'said', ours: 'true' },
  { table: 'obligation', column: 'body', ours: 'incident = $3' },
  { table: 'attempt', column: 'answer', ours: 'obligation in (select id from obligation where incident = $3)' },
  { table: 'silence', column: 'reason', ours: 'true' },
  { table: 'user_report', column: 'says', ours: 'incident = $3' },
  { table: 'replay_comment', column: 'says', ours: 'incident = $3' },
  { table: 'letter_sent', column: 'answer', ours: 'true' },
  { table: 'side_note', column: 'text', ours: 'incident = $3' },
  { table: 'last_body', column: 'body', ours: 'true' },
]

/** Masks the secrets in what else is stored; `everywhere` for all incidents, `here` for this one's rows. */
export async function maskRows(
  tx: Tx,
  incident: string,
  here: readonly string[],
  everywhere: readonly string[],
): Promise<void> {
  for (const secret of storable(everywhere))
    for (const place of kept) await replaceIn(tx, { ...place, ours: 'true' }, secret, incident)
  for (const secret of storable(here)) for (const place of kept) await replaceIn(tx, place, secret, incident)
}

async function replaceIn(
  tx: Tx,
  { table, column, ours }: (typeof kept)[number],
  secret: string,
  incident: string,
): Promise<void> {
  const where = ours.includes('$3') ? ours : `${ours} and $3::uuid is not null`
  await tx.query(
    `update ${table} set ${column} = replace(${column}, $1, $2) where position($1 in ${column}) > 0 and ${where}`,
    [secret, redacted, incident],
  )
}

/** Everything that people outside told about this incident. */
export async function maskReports(tx: Tx, incident: string): Promise<void> {
  await tx.query('update user_report set says = $2 where incident = $1', [incident, redacted])
}

/** PostgreSQL's text holds no NUL; a secret with one stands in stored JSON in its escaped form, which is among the forms. */
const storable = (secrets: readonly string[]): string[] =>
  longestFirst(secrets.flatMap(formsOf)).filter(form => !form.includes('\0') && form.isWellFormed())

/** Blobs keep their name and lose the words: the whole of those that are named, the secrets in the others of these incidents. */
export async function maskBlobs(
  tx: Tx,
  whole: readonly string[],
  others: readonly string[],
  secrets: readonly string[],
): Promise<void> {
  for (const digest of whole)
    await tx.query('update blob set content = $2 where digest = $1', [digest, Buffer.from(redacted)])
  for (const digest of others.filter(one => !whole.includes(one))) {
    const { rows } = await tx.query<{ content: Buffer }>('select content from blob where digest = $1', [digest])
    const before = rows[0]?.content.toString('utf8')
    const after = before === undefined ? undefined : mask(before, secrets)
    if (after !== undefined && after !== before)
      await tx.query('update blob set content = $2 where digest = $1', [digest, Buffer.from(after)])
  }
}
