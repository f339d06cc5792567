import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Actor } from '../incident/entry.ts'
import type { EventData } from '../incident/events.ts'
import type { Tx } from '../store/db.ts'
import { heldFast } from '../store/held-fast.ts'
import { castNotePrefix } from '../terminal/cast-note.ts'
import { type Gap, gathered, missingIn } from '../terminal/missing.ts'

type Why = EventData['RecordingAnchored']['why']

interface Anchored {
  recording: string
  terminal: string
  incident: string
  by: Actor
}

const everyMs = 5 * 60_000
const handedOver = [', "m", "keyboard: ', ',"m","keyboard: ']
const exited = [', "x", "', ',"x","']

const anchoredAt = new WeakMap<Anchored, number>()

/**
 * Holds fast on the timeline what was recorded, in the transaction that stores it: when the keyboard changed hands, when the
 * shell ended, and every five minutes in which something was shown. Whoever changes the recording later would have to
 * change the timeline too. What the recording says is missing in it is said there as well, a gap that
 * goes on not more than each half minute.
 */
export async function anchorRecording(desk: Desk, tx: Tx, kept: Anchored, content: Buffer): Promise<void> {
  const { recording, terminal } = kept
  await tellGaps(desk, tx, kept, content)
  const now = desk.clock.now().getTime()
  const why = whyNow(content, now - (anchoredAt.get(kept) ?? now))
  if (!anchoredAt.has(kept) || why) anchoredAt.set(kept, now)
  if (!why) return
  await ask(desk, tx, kept, 'recording-anchored', { recording, terminal, ...(await heldFast(tx, recording)), why })
}

const gapsOf = new WeakMap<Anchored, { line?: Gap; disk?: Gap }>()
const nothing = { line: 0, disk: 0 }

/** A program notes often that its gap goes on: the timeline says it at once, and the rest together. */
async function tellGaps(desk: Desk, tx: Tx, kept: Anchored, content: Buffer): Promise<void> {
  const { recording, terminal } = kept
  const missing = content.includes(castNotePrefix) ? missingIn(content.toString()) : nothing
  const isLast = exited.some(mark => content.includes(mark))
  const now = desk.clock.now().getTime()
  for (const why of ['line', 'disk'] as const) {
    const { tell, gap } = gathered(gapsOf.get(kept)?.[why], missing[why], now, isLast)
    if (tell > 0) await ask(desk, tx, kept, 'recording-gap', { recording, terminal, bytes: tell, why })
    // What is not committed was not said.
    if (gap) tx.afterwards.push(() => gapsOf.set(kept, { ...gapsOf.get(kept), [why]: gap }))
  }
}

async function ask(desk: Desk, tx: Tx, { incident, by }: Anchored, command: string, body: object): Promise<void> {
  await handle(desk, tx, incident, { id: newId(desk.clock.now()), by, at: desk.clock.at(), body }, command)
}

/** What a program prints cannot look like this: inside a line of the recording its quotes are escaped. */
function whyNow(content: Buffer, sinceMs: number): Why | undefined {
  if (exited.some(mark => content.includes(mark))) return 'end'
  if (handedOver.some(mark => content.includes(mark))) return 'hand-over'
  return sinceMs >= everyMs ? 'interval' : undefined
}
