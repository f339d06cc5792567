import type { Entry } from './entry.ts'
import type { Incident } from './incident.ts'
import { evolve, unopened } from './replay.ts'
import type { RuleName } from './rules.ts'

/** Something that a rule, had it been held at `refuse`, would have stopped; and how it went ahead all the same. */
export interface Stopped {
  rule: RuleName
  /** The entry that it is about. */
  seq: number
  at: string
  by: string
  what: string
  /** With a waiver and its reason; against advice that stands on the timeline; or with nothing said. */
  how: 'waived' | 'advised' | 'passed'
  reason?: string
}

/** What an entry did that a rule speaks about, judged by the decision that the rule belongs to. */
export type Judge = (was: Incident, entry: Entry) => Stopped[]

/** The timeline once more, each entry judged by the incident as it was just before it. Exact, because decisions are pure. */
export function wouldHaveStopped(entries: readonly Entry[], judges: readonly Judge[]): Stopped[] {
  const stopped: Stopped[] = []
  let was = unopened
  for (const entry of entries) {
    for (const judge of judges) stopped.push(...judge(was, entry))
    was = evolve(was, entry)
  }
  return stopped
}

/** A waiver says it loudest; then advice; the rest went through without a word. */
export function howItWent(rule: RuleName, waiver: { reason: string } | undefined, advice: readonly string[] = []) {
  if (waiver) return { how: 'waived' as const, reason: waiver.reason }
  return { how: advice.includes(rule) ? ('advised' as const) : ('passed' as const) }
}
