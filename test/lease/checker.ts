import type { Give, History, Key } from './history.ts'

/**
 * Whether the keyboard was one: there is a moment for each hand-over and each key, between when it was asked for and when it was
 * seen, so that in that order every key is its holder's. (Linearizable, of one register.) The hand-overs have their order in
 * their numbers, so the earliest moment that is still possible for each is also the best one, and no search is needed.
 */
export function troublesOf({ gives, keys }: History): string[] {
  const troubles: string[] = []
  const strange = keys.filter(key => key.epoch !== undefined && !gives.some(give => give.epoch === key.epoch))
  troubles.push(...strange.map(key => `a key of ${key.person} under ${key.epoch}, which was never given`))
  let now = Number.NEGATIVE_INFINITY
  for (const give of gives) {
    const given = Math.max(now, give.askedMs)
    if (given > give.seenMs) troubles.push(`${give.epoch} was confirmed while keys of the one before it still came`)
    const under = keys.filter(key => key.epoch === give.epoch)
    const opened = opensAt(give, given)
    troubles.push(...under.flatMap(key => wrong(key, give, opened)))
    now = Math.max(
      given,
      give.awaits ? given : opened,
      ...under.map(key => Math.max(key.sentMs, finite(opened, given))),
    )
  }
  const atTheMachine = keys.filter(key => key.epoch === undefined)
  return [
    ...troubles,
    ...atTheMachine.filter(key => !couldBeTheirs(key, gives)).map(key => `a local key of ${key.person}`),
  ]
}

const finite = (ms: number, otherwise: number): number => (Number.isFinite(ms) ? ms : otherwise)

/** From when on keys under it may count; never, while control was not asked for. */
function opensAt({ awaits }: Give, given: number): number {
  return awaits ? Math.max(given, awaits.askedMs ?? Number.POSITIVE_INFINITY) : given
}

function wrong(key: Key, give: Give, opened: number): string[] {
  if (key.person !== give.holder) return [`a key of ${key.person} under ${give.epoch}, which is ${give.holder}'s`]
  return key.shownMs < opened ? [`a key of ${key.person} before ${give.epoch} could be theirs`] : []
}

/** Typed at the machine itself: some moment between sent and shown was within a time of its person's. */
function couldBeTheirs(key: Key, gives: readonly Give[]): boolean {
  return gives.some((give, n) => {
    const until = gives[n + 1]?.seenMs ?? Number.POSITIVE_INFINITY
    const opened = opensAt(give, give.askedMs)
    return give.holder === key.person && opened <= key.shownMs && key.sentMs <= until
  })
}
