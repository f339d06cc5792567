import { howLong } from '../../incident/how-long.ts'
import type { Late } from './audit-pages.ts'

/** What is known of the way that pages go. Times are ages. */
export interface Proof {
  /** Since a canary came all the way through; none before the first. */
  provenMsAgo?: number
  /** Since somebody looked whether everything left that should have; none before the first look. */
  auditedMsAgo?: number
  late: readonly Late[]
}

/** A canary, and a look at what should have left, are worth so much longer. */
export const provenForMs = 60_000

/** Why pages may not leave, worst first; nothing when a canary came through lately and nothing is late. */
export function whyNot({ provenMsAgo, auditedMsAgo, late }: Proof): string[] {
  const [first] = late
  return [
    ...((provenMsAgo ?? Number.POSITIVE_INFINITY) > provenForMs ? [promiseSays.noCanary] : []),
    ...(first ? [promiseSays.late(late.length, Math.max(...late.map(one => one.lateMs)))] : []),
    ...(auditedMsAgo !== undefined && auditedMsAgo > provenForMs ? [promiseSays.notAudited(auditedMsAgo)] : []),
  ]
}

export const promiseSays = {
  noCanary: 'no canary alert came through within the last minute: pages may not leave',
  late: (count: number, ms: number) =>
    count === 1
      ? `something that should have left by now did not: it is ${howLong(ms)} late`
      : `${count} things that should have left by now did not, up to ${howLong(ms)} late`,
  notAudited: (ms: number) => `nobody could look for ${howLong(ms)} whether every page left`,
}

/** What somebody hears who is told by the way of last resort: by then nothing else can be trusted. */
export const fallbackSays = {
  /** With several nodes it names the one that says it: on a lock screen the first line is all that is read. */
  headline: (said: 'red' | 'green', { name, of }: Speaker) =>
    (said === 'red' ? 'Fireline cannot promise that pages leave' : 'Fireline is well again: pages leave') +
    (of > 1 ? ` (node ${name})` : ''),
  redLines: (why: readonly string[], url: string) => [
    ...why.map(one => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`),
    'Look at your monitoring yourselves until this is over. You are told once more when it is.',
    `How it is now: ${url}/health/promise`,
  ],
  greenLines: (redMs: number) => [`It could not promise that for ${howLong(redMs)}.`],
  by: ({ name, of }: Speaker) => (of > 1 ? `Said by node ${name}, for all ${of} that serve.` : `Said by node ${name}.`),
  alone: 'The database does not answer this node: each node that sees that tells you for itself.',
}

/** Which node says it, and how many serve. */
interface Speaker {
  name: string
  of: number
}

/** How long it has to be well again before that is believed. */
export const believedAfterMs = 60_000
/** A start takes a while: nobody is woken for it. */
export const startMs = 60_000

/** What the way of last resort was told, and since when it is so. */
export interface Told {
  /** What they heard last. */
  said: 'red' | 'green'
  redSinceMs?: number
  greenSinceMs?: number
}

/** Once for each time that it goes red, once when it stays green after that; `ms` is the age of this process. */
export function toTell(told: Told, isRed: boolean, ms: number): { told: Told; say?: 'red' | 'green'; redMs?: number } {
  const redSinceMs = isRed ? (told.redSinceMs ?? ms) : told.redSinceMs
  const greenSinceMs = isRed ? undefined : (told.greenSinceMs ?? ms)
  const now: Told = {
    said: told.said,
    ...(redSinceMs !== undefined && { redSinceMs }),
    ...(greenSinceMs !== undefined && { greenSinceMs }),
  }
  if (told.said === 'green') {
    if (isRed && ms > startMs) return { told: { ...now, said: 'red' }, say: 'red' }
    return { told: isRed ? now : { said: 'green' } }
  }
  if (greenSinceMs === undefined || ms - greenSinceMs < believedAfterMs) return { told: now }
  return { told: { said: 'green' }, say: 'green', redMs: greenSinceMs - (redSinceMs ?? greenSinceMs) }
}
