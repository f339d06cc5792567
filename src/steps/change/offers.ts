import type { Next } from '../../incident/decision.ts'
import type { BackupLevel } from '../../incident/events.ts'
import type { Change, Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import type { ProofKind } from '../../incident/prints.ts'
import { canBeCopied, covers, readTouch } from '../../incident/touches.ts'
import { hurtsNow } from './hurts-now.ts'
import { type LastProof, lastProofOf } from './last-proof.ts'
import { next } from './next.ts'
import { namesItsRows } from './rows-saved.ts'
import { label, say } from './say.ts'

/** A proof that a change may rest on, or could: what it would show, how long it takes, what it leaves out. */
export interface Offer {
  proof: ProofKind
  level: BackupLevel
  covers: string[]
  uncovered: string[]
  /** From the last time it was done; none where it never was. */
  seconds?: number
  bytes?: number
  /** The gate lets the change through with it. */
  enough: boolean
  /** Why it would make things worse now. */
  hurts: string[]
  says: string[]
  next: Next
}

/** Without `strain` nothing is known to hurt. */
export type OffersKnow = Pick<Known, 'proofs' | 'distances'> & Partial<Pick<Known, 'strain'>>

/** The proofs there are to choose from: those that are enough first, of those the quickest, and last what would hurt now. */
export function offers(was: Incident, change: Change, at: string, known: OffersKnow): Offer[] {
  const byCost = [lastOffer(was, change, at, known), rowsOffer(was, change), fullOffer(was, change, at, known)]
  const all = byCost.flatMap(one => (one ? [{ ...one, hurts: hurtsNow(one.proof, known.strain ?? []) }] : []))
  return all.toSorted((a, b) => placeOf(a) - placeOf(b))
}

const placeOf = ({ enough, hurts }: Offer): number => (hurts.length > 0 ? 2 : enough ? 0 : 1)

type Found = Omit<Offer, 'hurts'>

/** Nothing is copied: it is there at once. What was taken up here already, and does not count, is none. */
function lastOffer(was: Incident, change: Change, at: string, known: OffersKnow): Found | undefined {
  const found = change.touches.map(touch => ({ touch, last: lastProofOf(touch, at, known) }))
  const there = found.flatMap(({ last }) => last ?? [])
  if (there.every(({ proof }) => was.backups.some(one => one.id === proof.id))) return undefined
  const oldest = there.toSorted((a, b) => (a.proof.takenAt < b.proof.takenAt ? -1 : 1))[0]
  if (!oldest) return undefined
  const uncovered = found.filter(({ last }) => !last).map(({ touch }) => touch)
  const { takenAt } = oldest.proof
  return {
    proof: 'last',
    level: lowest(there),
    covers: change.touches.filter(touch => !uncovered.includes(touch)),
    uncovered,
    seconds: 0,
    bytes: there.reduce((sum, { proof }) => sum + proof.bytes, 0),
    enough: uncovered.length === 0 && there.every(one => one.enough),
    says: [`${say.lastTaken(takenAt)}.`, ...new Set(there.map(one => one.since)), ...leftOut(uncovered)],
    next: next.useLast(change, takenAt),
  }
}

/** Only what the change's own words find. One that could not be saved is not tried again by itself. */
function rowsOffer(was: Incident, change: Change): Found | undefined {
  if (!namesItsRows(change)) return undefined
  const tried = was.backups.findLast(one => one.change === change.id && one.driver === 'rows')
  const failed = tried?.state === 'failed' ? tried.reason : undefined
  return {
    proof: 'rows',
    level: 'L3',
    covers: change.touches,
    uncovered: [],
    enough: failed === undefined,
    says: [failed ?? say.rowsOnly],
    next: next.saveRows(change),
  }
}

function fullOffer(was: Incident, change: Change, at: string, known: OffersKnow): Found | undefined {
  const held = change.touches.filter(canBeCopied)
  if (held.length === 0) return undefined
  const uncovered = change.touches.filter(touch => !held.includes(touch))
  const took = tookLast(was, held, at, known)
  return {
    proof: 'full',
    level: 'L3',
    covers: held,
    uncovered,
    ...(took && { seconds: took.seconds, ...(took.bytes > 0 && { bytes: took.bytes }) }),
    enough: uncovered.length === 0,
    says: [
      say.fullCopy,
      ...(took ? [say.tookThen(took.seconds, took.at)] : []),
      ...noRows(held),
      ...leftOut(uncovered),
    ],
    next: next.takeBackup(change, took ? label.proveFullyIn(took.seconds) : undefined),
  }
}

interface Took {
  seconds: number
  bytes: number
  at: string
}

/** How long the same took the last time, in this incident or at a rehearsal; nothing unless that is known of all of it. */
function tookLast(was: Incident, touches: readonly string[], at: string, { proofs }: OffersKnow): Took | undefined {
  const here = was.backups.flatMap(({ kind, driver, takenAt, durationMs, bytes = 0, covers: held }) =>
    kind !== 'last' && driver !== 'rows' && takenAt && durationMs
      ? [{ takenAt, ms: durationMs, bytes, covers: held }]
      : [],
  )
  const times = [...here, ...proofs.flatMap(({ ms, ...one }) => (ms ? [{ ...one, ms }] : []))]
    .filter(one => one.takenAt <= at)
    .toSorted((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
  const found = touches.map(touch => times.find(one => one.covers.some(copy => covers(copy, touch))))
  if (found.length === 0 || found.includes(undefined)) return undefined
  const each = [...new Set(found.filter(one => one !== undefined))]
  return {
    seconds: Math.ceil(each.reduce((sum, one) => sum + one.ms, 0) / 1_000),
    bytes: each.reduce((sum, one) => sum + one.bytes, 0),
    at: each[0]?.takenAt ?? at,
  }
}

const lowest = (there: readonly LastProof[]): BackupLevel => there.map(({ proof }) => proof.level).toSorted()[0] ?? 'L0'

/** Of what rows alone cannot be saved: so that nobody waits for that to be offered. */
function noRows(touches: readonly string[]): string[] {
  const kinds = new Set(touches.map(touch => readTouch(touch)?.kind))
  return [kinds.has('mariadb') && say.noRowsOf('MariaDB'), kinds.has('sqlite') && say.noRowsOf('SQLite')].filter(
    said => said !== false,
  )
}

const leftOut = (touches: readonly string[]): string[] => (touches.length > 0 ? [say.notCopied(touches)] : [])
