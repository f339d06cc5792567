import type { Entry } from '../incident/entry.ts'

/** As a frame of `/ws`, or as events of a stream whose `id:` is the seq. */
export type FrameForm = 'socket' | 'stream'

/** Some entries of a timeline, as they go over the wire; `last` is the seq of the last of them. */
export interface EntriesFrame {
  frame: Buffer
  last: number
}

/** A browser draws what it got before the next comes. */
const mostEntries = 500
const mostChars = 256 * 1024

/** The frame of the entries after seq `after`, as many as one frame holds; `entries` is the timeline from its first. */
export function entriesFrame(
  incident: string,
  entries: readonly Entry[],
  after: number,
  form: FrameForm,
): EntriesFrame {
  const texts: string[] = []
  let chars = 0
  for (let i = after; i < entries.length && texts.length < mostEntries && chars < mostChars; i++) {
    const text = asText[form](entries[i] as Entry)
    texts.push(text)
    chars += text.length
  }
  const whole = form === 'stream' ? texts.join('') : socketFrame(incident, texts)
  return { frame: Buffer.from(whole), last: after + texts.length }
}

const asText: Record<FrameForm, (entry: Entry) => string> = {
  socket: entry => JSON.stringify(entry),
  stream: entry => `id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`,
}

/** The message `entries` of api/room-messages.ts. */
const socketFrame = (incident: string, texts: readonly string[]): string =>
  `{"type":"entries","incident":${JSON.stringify(incident)},"entries":[${texts.join(',')}]}`
