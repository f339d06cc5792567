import type { Entry } from '../../incident/entry.ts'
import type { Evidence, Incident } from '../../incident/incident.ts'
import { named } from '../../incident/incident.ts'
import { freeTexts } from '../../redact/mask.ts'
import { secretsIn } from '../../redact/secrets-in.ts'
import { knownShapes } from '../../redact/shapes.ts'
import { getBlob } from '../../store/blobs.ts'
import type { Tx } from '../../store/db.ts'
import { sideNote } from '../../store/side-notes.ts'

/** What a person asks to be redacted. `text` names the very words, which are then masked wherever they stand. */
export interface Wish {
  entry?: string
  evidence?: string
  recording?: string
  /** One that was said beside the lead. */
  note?: string
  text?: string
  reason: string
}

export interface Target {
  /** Entries whose every free text goes. */
  whole: Entry[]
  /** Blobs and recordings whose content goes as a whole. */
  blobs: string[]
  recordings: string[]
  notes: string[]
  /** Masked wherever this incident has them. */
  here: string[]
  /** Masked everywhere. */
  everywhere: string[]
}

/** What is meant, or undefined when there is no such thing on this timeline. */
export async function targetOf(
  tx: Tx,
  is: Incident,
  entries: readonly Entry[],
  wish: Wish,
): Promise<Target | undefined> {
  const found = await meant(tx, is, entries, wish)
  if (!found) return undefined
  if (wish.text) return { ...found, here: [wish.text], everywhere: [wish.text] }
  const texts = [...found.whole.flatMap(entry => freeTexts(entry.data)), ...found.contents]
  return { ...found, here: texts.flatMap(secretsIn), everywhere: texts.flatMap(knownShapes) }
}

interface Meant extends Pick<Target, 'whole' | 'blobs' | 'recordings' | 'notes'> {
  contents: string[]
}

const nothing: Meant = { whole: [], blobs: [], recordings: [], notes: [], contents: [] }

async function meant(tx: Tx, is: Incident, entries: readonly Entry[], wish: Wish): Promise<Meant | undefined> {
  // With the very words given, only they go: what else was said stays readable.
  const all = !wish.text
  if (wish.recording) {
    const known = is.terminals.some(terminal => terminal.recording === wish.recording)
    return known ? { ...nothing, recordings: all ? [wish.recording] : [] } : undefined
  }
  if (wish.note) {
    const note = await sideNote(tx, is.id, wish.note)
    return note && { ...nothing, notes: all ? [note.id] : [], contents: [note.text] }
  }
  const evidence = wish.evidence === undefined ? undefined : named(is.evidence, wish.evidence)
  const found = entries.filter(one => (evidence ? isOf(one, evidence) : one.id === wish.entry))
  if (found.length === 0) return undefined
  const content = evidence && (await getBlob(tx, evidence.digest))
  return {
    whole: all ? found : [],
    // What people outside report is told again and again: each time counts.
    blobs: all && evidence ? found.flatMap(one => (one.type === 'EvidenceAdded' ? [one.data.digest] : [])) : [],
    recordings: [],
    notes: [],
    contents: content ? [content.toString('utf8')] : [],
  }
}

const isOf = (entry: Entry, evidence: Evidence): boolean =>
  entry.type === 'EvidenceAdded' && entry.data.evidence === evidence.id
