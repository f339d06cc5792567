import type { Actor } from '../incident/entry.ts'
import { maskKnownShapes } from '../redact/mask.ts'
import { remarkTextMost } from '../steps/identify/asks.ts'
import type { Tx } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { remarkFrom, takeRemarkSource } from '../store/remarks.ts'
import type { Desk } from './desk.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'

/** What somebody answered from elsewhere: `source` is where it stands, the same for the same words. */
export interface HeardRemark {
  incident: string
  source: string
  text: string
  from: string
  over: string
  /** Only who is known to be it: a mail's From proves nothing. */
  person?: string
}

/** Heard once, on the timeline of the incident or of the one that it was merged into. Answers the remark; undefined when it was not kept. */
export async function hearRemark(desk: Desk, tx: Tx, said: HeardRemark, by: Actor): Promise<string | undefined> {
  const before = await remarkFrom(tx, said.source)
  if (before) return before.remark
  const incident = await whereItBurns(tx, said.incident)
  const text = maskKnownShapes(said.text.toWellFormed()).trim().slice(0, remarkTextMost)
  if (!incident || text === '') return undefined
  const id = newId(desk.clock.now())
  if (!(await takeRemarkSource(tx, { source: said.source, incident, remark: id }, desk.clock.now()))) return undefined
  const { from, over, person } = said
  const body = { text, from: oneLine(from), over, ...(person && { person }) }
  const handled = await handle(desk, tx, incident, { id, by, at: desk.clock.at(), body }, 'hear-remark')
  return 'entries' in handled && handled.entries.length > 0 ? id : undefined
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 300)
    .toWellFormed() || 'somebody'

/** An incident that was merged into another one lives on there. */
async function whereItBurns(tx: Tx, incident: string): Promise<string | undefined> {
  let is = await readHead(tx, incident)
  for (let hop = 0; is?.mergedInto && hop < 10; hop++) is = await readHead(tx, is.mergedInto)
  return is?.id
}
