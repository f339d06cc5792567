import { type Ask, happened, type Refusal, refuse } from '../../incident/decision.ts'
import type { BackupLevel, IncidentEvent } from '../../incident/events.ts'
import type { Change, Incident } from '../../incident/incident.ts'
import type { Known, ProvenElsewhere } from '../../incident/known.ts'
import { covers, levelNeeded } from '../../incident/touches.ts'
import { freshForMs, reaches } from './copies.ts'
import { next } from './next.ts'
import { say } from './say.ts'

type Knows = Pick<Known, 'proofs' | 'distances'>

/** The newest copy proven before the incident that holds this resource, and whether a change may rest on it as it is. */
export interface LastProof {
  proof: ProvenElsewhere
  enough: boolean
  /** What was written since, in words. */
  since: string
}

export function lastProofOf(touch: string, at: string, known: Knows): LastProof | undefined {
  const reachesIt = (level: BackupLevel) => reaches(level, levelNeeded(touch))
  const proof = known.proofs
    .filter(one => reachesIt(one.level) && one.takenAt <= at && one.covers.some(copy => covers(copy, touch)))
    .toSorted((a, b) => (a.takenAt < b.takenAt ? 1 : -1))[0]
  return proof && { proof, ...distanceOf(proof, at, known) }
}

function distanceOf({ id, takenAt }: ProvenElsewhere, at: string, { distances }: Knows): Omit<LastProof, 'proof'> {
  const since = distances.get(id)
  if (since) {
    const { changed, rows } = since
    if (changed.length === 0) return { enough: true, since: say.nothingSince }
    return { enough: isFresh(takenAt, at), since: say.writtenSince(rows, changed) }
  }
  return isFresh(takenAt, at) ? { enough: true, since: say.fresh } : { enough: false, since: say.notKnownSince }
}

const isFresh = (takenAt: string, at: string): boolean => Date.parse(at) - Date.parse(takenAt) <= freshForMs

/**
 * The copies proven last become this incident's own, with the time and the proof they had: nothing is copied. Whether they still lie
 * there as they were proven, the gate reads when the change begins.
 */
export function takeUpLast(was: Incident, ask: Ask<unknown>, change: Change, known: Knows): IncidentEvent[] | Refusal {
  const found = change.touches.map(touch => ({ touch, last: lastProofOf(touch, ask.at, known) }))
  const lacking = found.filter(({ last }) => !last?.enough).map(({ touch }) => touch)
  if (lacking.length > 0)
    return refuse('no-verified-backup', say.noLast(lacking), [
      next.takeBackup(change),
      next.goWithout(change, 'no-verified-backup'),
    ])
  const proofs = new Set(found.flatMap(({ last }) => last?.proof ?? []))
  return [...proofs]
    .filter(({ id }) => !was.backups.some(one => one.id === id))
    .flatMap(proof => takenUp(change, proof, change.touches))
}

function takenUp(change: Change, proof: ProvenElsewhere, touches: readonly string[]): IncidentEvent[] {
  const { id: backup, driver, resource, level, takenAt, verifiedAt, digest, bytes, location, prints, ms } = proof
  const held = touches.filter(touch => proof.covers.some(copy => covers(copy, touch)))
  const about = { backup, change: change.id, driver }
  return [
    happened('BackupStarted', { ...about, touches: held, kind: 'last', resource }),
    happened('BackupVerified', {
      ...about,
      level,
      covers: proof.covers,
      takenAt,
      verifiedAt,
      digest,
      bytes,
      location,
      proof: say.provenBefore(takenAt, equalThen(prints)),
      restore: `fireline put-back ${backup}`,
      durationMs: ms ?? 0,
      ...(prints && { prints }),
    }),
  ]
}

const equalThen = (prints: ProvenElsewhere['prints'] = []): string =>
  prints.length === 0
    ? ''
    : say.equalThen(
        prints.length,
        prints.reduce((sum, one) => sum + one.count, 0),
      )
