import { named } from '../../incident/incident.ts'
import { howItWent, type Judge } from '../../incident/would-have-stopped.ts'
import { isSupported } from './cause.ts'

const rule = 'cause-without-evidence'

/** A cause that was confirmed although nothing supported it. */
export const judgeCause: Judge = (was, { type, data, seq, at, by }) => {
  const hypothesis = type === 'CauseConfirmed' ? named(was.hypotheses, data.hypothesis) : undefined
  if (!hypothesis || type !== 'CauseConfirmed' || isSupported(hypothesis)) return []
  // Before an entry named its waiver, the one in effect let it through.
  const waiver =
    was.waivers.find(one => one.id === data.waived) ??
    was.waivers.find(one => one.rule === rule && !one.isUsed && one.effectiveAt <= at)
  const went = howItWent(rule, waiver, data.advice)
  return [{ rule, seq, at, by: by.name, what: `${hypothesis.ref} ${hypothesis.statement}`, ...went }]
}
