import { type Ask, type Decide, happened, isRefusal, knowing, type Refusal, refuse } from '../../incident/decision.ts'
import { type Change, type Incident, isAlone, named } from '../../incident/incident.ts'
import { later } from '../../incident/obligation.ts'
import { ruleNames, ruleOfRefusal } from '../../incident/rules.ts'
import type { ChangeBody } from './asks.ts'
import { isAdvice, settingOf } from './gate.ts'
import { next } from './next.ts'
import { say } from './say.ts'
import { asWhoMayWaive } from './who.ts'

/** Long enough to see what one has just done. */
const takesEffectAfterMs = 5_000

/** Rules that stand before a change; the rest are about the incident as a whole. */
const ofOneChange = ['no-verified-backup', 'touches-unknown', 'open-objection', 'fix-without-cause']
type Waive = ChangeBody<'waive'>

/** Go without, and say why. It opens the gate for one change, once, five seconds later; it never applies the change itself. */
export const waive: Decide<Waive, 'rules'> = knowing(['rules'], (was, ask, known) => {
  const { rule, reason } = ask.body
  const held = ruleOfRefusal(rule)
  if (!held) return notWaivable(was, ask.body)
  const change = changeWaived(was, ask)
  if (change && 'code' in change) return change
  if (isAdvice(held, known))
    return refuse('nothing-in-the-way', say.nothingInTheWay, [change ? next.apply(change) : next.aboutTheCause])
  const seats = asWhoMayWaive(was, ask, settingOf(held, known) === 'ask')
  if (isRefusal(seats)) return seats
  if (was.waivers.some(one => one.rule === rule && one.change === change?.id && !one.isUsed)) return []
  const waived = happened('Waived', {
    rule,
    reason,
    ...(change && { change: change.id }),
    effectiveAt: later(ask.at, takesEffectAfterMs),
    alone: isAlone(was, ask.by.id),
  })
  return [...seats, waived]
})

/** Trying it says which rule stands in the way. */
function notWaivable(was: Incident, { rule, change }: Waive): Refusal {
  const known = change === undefined ? undefined : named(was.changes, change)
  const rules = [...ruleNames, 'touches-unknown']
  const ways = known ? [next.apply(known)] : next.ofThese(was, 'apply-change', {})
  return refuse('not-waivable', say.notWaivable(rule, rules), ways)
}

function changeWaived(was: Incident, ask: Ask<Waive>): Change | Refusal | undefined {
  const { rule, change } = ask.body
  if (change === undefined)
    return ofOneChange.includes(rule)
      ? refuse('which-change', say.waiveWhichChange, next.changes(was, rule))
      : undefined
  return named(was.changes, change) ?? refuse('unknown-change', say.unknownChange(change), next.changes(was, rule))
}
