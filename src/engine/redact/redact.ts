import type { Ask, Refusal } from '../../incident/decision.ts'
import type { StillHolds } from '../../incident/events.ts'
import { replay, unopened } from '../../incident/replay.ts'
import { formsOf } from '../../redact/forms.ts'
import { longestFirst } from '../../redact/mask.ts'
import { roomsOf } from '../../store/chat-rooms.ts'
import type { Tx } from '../../store/db.ts'
import { maskSideNote } from '../../store/side-notes.ts'
import { holdTimeline, readTimeline } from '../../store/timeline.ts'
import type { Desk } from '../desk.ts'
import { type Handled, handle } from '../handle.ts'
import { incidentsThatHold, maskEntries } from './mask-entries.ts'
import { anchorAnew, maskRecordings } from './mask-recordings.ts'
import { maskBlobs, maskReports, maskRows } from './mask-rows.ts'
import { type Target, targetOf, type Wish } from './target.ts'

/** Masks the runbook's newest pages; says where a page stands now and which of them changed. */
export type MaskPages = (paths: readonly string[], secrets: readonly string[]) => Promise<string[]>

/**
 * Takes a text out of everything that Fireline answers: entries, views, blobs, recordings, alerts, receipts, letters, the
 * newest version of its pages; all in the ask's transaction. What it cannot reach is named with the command that ends it.
 * Undefined when the timeline has no such thing.
 */
export async function redact(
  desk: Desk,
  tx: Tx,
  incident: string,
  ask: Ask<Wish>,
  maskPages: MaskPages,
): Promise<{ handled: Exclude<Handled, Refusal>; stillHolds: StillHolds[]; secrets: string[] } | undefined> {
  await holdTimeline(tx, incident)
  const entries = await readTimeline(tx, incident)
  const is = replay(entries, { ...unopened, id: incident })
  const target = await targetOf(tx, is, entries, ask.body)
  if (!target) return undefined
  const others = target.everywhere.length > 0 ? await incidentsThatHold(tx, target.everywhere.flatMap(formsOf)) : []
  const pages = await maskPages(
    is.drafts.map(draft => draft.path),
    longestFirst(target.here),
  )
  const stillHolds = [...whatStillHolds(pages, target, is.terminals.length > 0), ...(await chatsThatHold(tx, incident))]
  for (const other of others.filter(id => id !== incident)) {
    await holdTimeline(tx, other)
    await redactIncident(desk, tx, other, { ...target, whole: [], notes: [], here: target.everywhere }, ask, stillHolds)
  }
  const handled = await redactIncident(desk, tx, incident, target, ask, stillHolds)
  return { handled, stillHolds, secrets: longestFirst(target.here) }
}

async function redactIncident(
  desk: Desk,
  tx: Tx,
  incident: string,
  target: Target,
  ask: Ask<Wish>,
  stillHolds: StillHolds[],
): Promise<Exclude<Handled, Refusal>> {
  const secrets = longestFirst(target.here)
  const entries = await readTimeline(tx, incident)
  const whole = entries.filter(entry => target.whole.some(one => one.id === entry.id))
  const masks = await maskEntries(tx, entries, secrets, whole)
  const digests = entries.flatMap(entry => (entry.type === 'EvidenceAdded' ? [entry.data.digest] : []))
  await maskBlobs(tx, target.blobs, digests, secrets)
  const changed = await maskRecordings(tx, incident, secrets, target.recordings)
  if (whole.some(entry => entry.type === 'EvidenceAdded' && entry.data.reports)) await maskReports(tx, incident)
  await maskRows(tx, incident, secrets, longestFirst(target.everywhere))
  for (const note of target.notes) await maskSideNote(tx, note)
  // The fold in memory was made from the words that are gone.
  desk.folded.delete(incident)
  const { entry, evidence, recording, note, reason } = ask.body
  const body = { entry, evidence, recording, note, reason, masks, stillHolds }
  const handled = await handle(desk, tx, incident, { ...ask, body }, 'redacted')
  if ('code' in handled) throw new Error(handled.message)
  await anchorAnew(desk, tx, incident, ask.by, changed)
  return handled
}

const forGood = 'until you end it'

/** What was told to a chat is the chat's. */
async function chatsThatHold(tx: Tx, incident: string): Promise<StillHolds[]> {
  const rooms = (await roomsOf(tx, incident)).filter(room => room.name !== undefined)
  return rooms.map(({ kind, name }) => ({
    where: `${kind}, channel #${name}, where it was told before`,
    until: forGood,
    command: `delete the message in #${name} that says it`,
  }))
}

/** Honest about what Fireline cannot reach from here, and for how long. */
function whatStillHolds(pages: readonly string[], target: Target, recorded: boolean): StillHolds[] {
  return [
    {
      where: 'database files and their write-ahead log: old row versions',
      until: 'vacuumed, at the latest when the space is used again',
      command: 'fireline vacuum',
    },
    {
      where: 'backups of Fireline taken before now, those in its folder backups/ and every copy of them',
      until: 'you delete them; the nightly ones are kept for 7 days',
      command: 'delete the backup files, then: fireline backup FILE',
    },
    ...pages.map(page => ({
      where: `git history of the runbook, page ${page}, and every clone of it`,
      until: forGood,
      command:
        'in the runbook: git checkout --orphan clean && git commit -am runbook && git branch -M clean main && git reflog expire --expire=now --all && git gc --prune=now',
    })),
    ...(recorded
      ? [
          {
            where: 'the recording kept on the machine of whoever shared a terminal',
            until: 'that shared shell ends',
            command: 'exit the shared shell',
          },
        ]
      : []),
    {
      where: 'mails and messages that were sent',
      until: forGood,
      command: 'ask those who got them; they are listed under Who was told',
    },
    ...(target.everywhere.length > 0
      ? [
          {
            where: 'the system that the secret opens',
            until: 'it is changed there',
            command: 'change the secret itself: treat it as known',
          },
        ]
      : []),
  ]
}
