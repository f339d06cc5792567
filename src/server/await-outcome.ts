import type { Desk } from '../engine/desk.ts'
import type { Entry } from '../incident/entry.ts'
import type { EventType } from '../incident/events.ts'
import { readTimeline } from '../store/timeline.ts'
import { Answer } from './answer.ts'

/** Whether `later` is what became of the ask that made `asked`. */
export type IsOutcome = (later: Entry, asked: readonly Entry[]) => boolean

const waitMs = 20_000

/**
 * The commands whose answer waits for what they set off, at most 20 s. Their effect is an obligation; the outcome comes onto the timeline
 * by itself, and is added to the entries that are answered. Too slow: the answer is what was made first, and the timeline tells the rest.
 */
export const outcomes: Record<string, IsOutcome> = {
  'accept-page': (later, asked) =>
    later.type === 'PageAccepted' && asked.some(by => by.type === 'PageDrafted' && by.data.draft === later.data.draft),
  'take-backup': (later, asked) =>
    (later.type === 'BackupVerified' || later.type === 'BackupFailed') &&
    asked.some(by => by.type === 'BackupStarted' && by.data.backup === later.data.backup),
  'apply-change': isEndOfRun,
  'roll-back-change': isEndOfRun,
  'put-at-prompt': (later, asked) =>
    later.type === 'PutAtPrompt' &&
    asked.some(by => 'suggestion' in by.data && by.data.suggestion === later.data.suggestion),
}

/** What sets an outcome off: an answer without it waits for nothing. */
const setOffBy: Record<string, EventType> = {
  'accept-page': 'PageDrafted',
  'take-backup': 'BackupStarted',
  'apply-change': 'ChangeStarted',
  'roll-back-change': 'ChangeStarted',
  'put-at-prompt': 'PutAtPrompt',
}

function isEndOfRun(later: Entry, asked: readonly Entry[]): boolean {
  if (later.type !== 'ChangeApplied' && later.type !== 'ChangeFailed' && later.type !== 'ChangeRolledBack') return false
  return asked.some(by => by.type === 'ChangeStarted' && by.data.change === later.data.change)
}

/** A command's answer with the outcome added, once it is there. Refusals and asks that changed nothing are answered at once. */
export async function awaitOutcome(
  desk: Desk,
  command: string,
  answer: unknown,
  isOutcome: IsOutcome | undefined = outcomes[command],
): Promise<unknown> {
  const asked = entriesOf(answer)
  const until = performance.now() + waitMs
  const entries = [...asked]
  const begun = setOffBy[command]
  const groups = begun ? asked.filter(entry => entry.type === begun).map(entry => [entry]) : [asked]
  for (const group of groups) {
    if (!isOutcome || !group[0]) continue
    const outcome = await firstLater(desk, group[0], entry => isOutcome(entry, group), until)
    if (outcome) entries.push(outcome)
  }
  return entries.length > asked.length ? { entries } : answer
}

function entriesOf(answer: unknown): Entry[] {
  const body = answer instanceof Answer ? (answer.status === 200 ? answer.body : undefined) : answer
  return (body as { entries?: Entry[] } | undefined)?.entries ?? []
}

/** The first entry after `since` that is wanted; looks whenever the incident changes and every second, for another node's. */
async function firstLater(
  desk: Desk,
  since: Entry,
  wanted: (entry: Entry) => boolean,
  until: number,
): Promise<Entry | undefined> {
  let after = since.seq
  for (;;) {
    const change = nextChange(desk, since.incident, Math.min(1_000, until - performance.now()))
    const entries = await readTimeline(desk.db, since.incident, after)
    const found = entries.find(wanted)
    if (found || performance.now() >= until) {
      change.stop()
      return found
    }
    after = entries.at(-1)?.seq ?? after
    await change.come
  }
}

/** Listens before the read that it is for, so that nothing falls between them. */
function nextChange(desk: Desk, incident: string, withinMs: number): { come: Promise<void>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, Math.max(0, withinMs))
  const unhear = desk.live.on(incident, () => resolve())
  const stop = () => {
    clearTimeout(timer)
    unhear()
    resolve()
  }
  return { come: promise.finally(stop), stop }
}
