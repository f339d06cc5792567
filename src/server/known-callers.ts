import type { Desk } from '../engine/desk.ts'
import { isDatabaseAway, savingOf } from '../engine/saving.ts'
import { digestOfSecret } from '../store/tokens.ts'
import type { Credential, Recognised } from './credentials.ts'

/** Whom this node recognised lately, by the digest of what they brought: so that they may go on reading while nobody can be looked up. */
export interface KnownCallers {
  seen(credential: Credential): void
  forget(digest: string): void
  /** While the database last said yes within the hour. Being known does not make it longer. */
  known(digest: string): Recognised | undefined
  all(): Credential[]
}

const knownForMs = 60 * 60_000
const mostKnown = 5_000

const callersByDesk = new WeakMap<Desk, KnownCallers>()

/** One for each desk: a node has one desk. */
export function knownCallersOf(desk: Desk): KnownCallers {
  const known = callersByDesk.get(desk)
  if (known) return known
  const made = makeKnownCallers(() => desk.clock.now().getTime())
  callersByDesk.set(desk, made)
  return made
}

export function makeKnownCallers(nowMs: () => number): KnownCallers {
  /** In the order in which they were seen last. */
  const callers = new Map<string, { credential: Credential; seenAtMs: number }>()
  const dropOld = () => {
    for (const [digest, { seenAtMs }] of callers) {
      if (callers.size <= mostKnown && nowMs() - seenAtMs <= knownForMs) return
      callers.delete(digest)
    }
  }
  return {
    seen(credential) {
      callers.delete(credential.digest)
      callers.set(credential.digest, { credential, seenAtMs: nowMs() })
      dropOld()
    },
    forget: digest => void callers.delete(digest),
    known(digest) {
      dropOld()
      return callers.get(digest)?.credential.who
    },
    all() {
      dropOld()
      return [...callers.values()].map(({ credential }) => credential)
    },
  }
}

/** Whose secret this is, as the database says; or, while it does not answer, as it said within the last hour. */
export async function recognised(
  desk: Desk,
  kind: 'token' | 'session',
  secret: string,
  ask: () => Promise<Recognised | undefined>,
): Promise<Recognised | undefined> {
  const [callers, digest] = [knownCallersOf(desk), digestOfSecret(secret)]
  try {
    const who = await savingOf(desk).orAway(ask)
    if (who) callers.seen({ kind, digest, who })
    else callers.forget(digest)
    return who
  } catch (error) {
    const who = isDatabaseAway(error) ? callers.known(digest) : undefined
    if (!who) throw error
    return who
  }
}
