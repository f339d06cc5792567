import { type Ask, type Decide, happened, knowing, refuse } from '../../incident/decision.ts'
import { type Incident, named } from '../../incident/incident.ts'
import { nextRef } from '../../incident/ref.ts'
import type { ChangeBody } from './asks.ts'
import { hasCause } from './gate.ts'
import { label, say } from './say.ts'

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

/** An honest no: the switch to a stand-by needs one, and there is none to know of yet. */
export function shiftTraffic(was: Incident, ask: Ask<ChangeBody<'shift-traffic'>>) {
  const { to, share } = ask.body
  const byHand = {
    what: `Move ${share} % of the traffic of ${was.service} to ${to}`.slice(0, 500),
    intent: 'mitigation',
    kind: 'simple',
    touches: [],
  }
  return refuse('no-stand-by', say.noStandBy(was.service), [
    { label: label.asMitigation, command: 'propose-change', body: byHand },
  ])
}
