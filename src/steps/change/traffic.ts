import { type Ask, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { ChangeBody } from './asks.ts'
import { label, say } from './say.ts'

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
