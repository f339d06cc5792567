import type { Entry } from './entry.ts'
import type { Incident } from './incident.ts'

/** An entry's mark in the recordings, `entry 17: S1 suggested`: names and numbers alone, so that a redaction has nothing to look for there. */
export function entryMark(entry: Entry, is: Incident): string | undefined {
  const says = markOf(entry, is)
  return says && `entry ${entry.seq}: ${says}`
}

/** The entry that a marker of a recording names, and what is said of it. */
export function markedEntry(label: string): { seq: number; says: string } | undefined {
  const [, seq, says] = /^entry (\d{1,9}): (.{1,200})$/.exec(label) ?? []
  return seq && says ? { seq: Number(seq), says } : undefined
}

function markOf({ type, data }: Entry, is: Incident): string | undefined {
  const suggested = (id: string) => is.suggestions.find(one => one.id === id)?.ref ?? 'suggestion'
  if (type === 'Suggested') return `${data.ref} suggested`
  if (type === 'SuggestionAccepted') return `${suggested(data.suggestion)} accepted`
  if (type === 'SuggestionDeclined') return `${suggested(data.suggestion)} declined`
  if (type === 'Objected') return `${data.ref} objected`
  if (type === 'EvidenceAdded') return `${data.ref} ${data.kind}`
  if (type === 'PageFollowed') return 'page followed'
  if (type === 'StepRan') return `step ${data.outcome}`
  return undefined
}
