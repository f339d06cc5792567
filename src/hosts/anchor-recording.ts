import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Actor } from '../incident/entry.ts'
import type { EventData } from '../incident/events.ts'
import type { Tx } from '../store/db.ts'
import { heldFast } from '../store/held-fast.ts'

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
 * change the timeline too.
 */
export async function anchorRecording(desk: Desk, tx: Tx, kept: Anchored, content: Buffer): Promise<void> {
  const now = desk.clock.now()
  const why = whyNow(content, now.getTime() - (anchoredAt.get(kept) ?? now.getTime()))
  if (!anchoredAt.has(kept) || why) anchoredAt.set(kept, now.getTime())
  if (!why) return
  const { recording, terminal } = kept
  const body = { recording, terminal, ...(await heldFast(tx, recording)), why }
  await handle(
    desk,
    tx,
    kept.incident,
    { id: newId(now), by: kept.by, at: desk.clock.at(), body },
    'recording-anchored',
  )
}

/** What a program prints cannot look like this: inside a line of the recording its quotes are escaped. */
function whyNow(content: Buffer, sinceMs: number): Why | undefined {
  if (exited.some(mark => content.includes(mark))) return 'end'
  if (handedOver.some(mark => content.includes(mark))) return 'hand-over'
  return sinceMs >= everyMs ? 'interval' : undefined
}
