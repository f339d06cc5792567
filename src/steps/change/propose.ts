import { type Decide, happened, knowing } from '../../incident/decision.ts'
import { type Incident, named } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { ChangeBody } from './asks.ts'
import { hasCause } from './gate.ts'

/** What is about to be done to the live system. A mitigation is asked for nothing but what it is. */
export const proposeChange: Decide<ChangeBody<'propose-change'>, 'rules'> = knowing(['rules'], (was, ask, known) => {
  const { commands = [], touches, restsOn, ...said } = ask.body
  const rests = restsOn && withIds(was, restsOn)
  const isBaseless = said.intent === 'fix' && !hasCause(was, { restsOn: rests })
  const advised = isBaseless && known.rules['fix-without-cause'] !== 'off'
  return [
    happened('ChangeProposed', {
      change: ask.id,
      ref: nextRef('C', was.changes),
      ...said,
      touches: [...new Set(touches)],
      commands,
      ...(rests && { restsOn: rests }),
      ...(advised && { advice: ['fix-without-cause'] }),
    }),
  ]
})

type RestsOn = NonNullable<ChangeBody<'propose-change'>['restsOn']>

/** H1 means this incident's H1 for ever: it is kept as the id. */
function withIds(was: Incident, restsOn: RestsOn): RestsOn {
  if (!('cause' in restsOn)) return restsOn
  return { cause: named(was.hypotheses, restsOn.cause)?.id ?? restsOn.cause }
}
