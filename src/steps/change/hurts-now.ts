import type { ProofKind } from '../../incident/prints.ts'
import type { Strain } from '../../incident/strain.ts'
import { say } from './say.ts'

/** Of a large disk little may be free by share, and still be plenty. */
const fullShare = 0.95
const plentyBytes = 20e9
const busyShare = 0.9
const manyActive = 1_000
const longTransactionMs = 10 * 60_000
const farBehindBytes = 1e9

/**
 * Why this proof would make things worse now, in sentences; none when nothing is known to. Saved rows take one session for a moment, a
 * full copy reads everything, and the last one nothing at all.
 */
export function hurtsNow(proof: ProofKind, strains: readonly Strain[]): string[] {
  if (proof === 'last') return []
  return strains.flatMap(one => [...scarce(one), ...(proof === 'full' ? atLength(one) : [])])
}

/** What any copy needs some of. */
function scarce({ name, disk, sessions }: Strain): string[] {
  const isFull = disk && disk.usedShare >= fullShare && disk.freeBytes < plentyBytes
  const isBusy = sessions && sessions.open >= sessions.most * busyShare
  return [
    ...(isFull ? [say.diskIsFull(name, disk.usedShare)] : []),
    ...(isBusy ? [say.sessionsOf(name, sessions.open, sessions.most)] : []),
  ]
}

/** What a long read makes worse. */
function atLength({ name, sessions, longestTransactionMs = 0, lagBytes = 0 }: Strain): string[] {
  return [
    ...(sessions && sessions.active >= manyActive ? [say.activeIn(name, sessions.active)] : []),
    ...(longestTransactionMs >= longTransactionMs ? [say.longTransaction(name, longestTransactionMs)] : []),
    ...(lagBytes >= farBehindBytes ? [say.replicaBehind(name, lagBytes)] : []),
  ]
}
