import { type Decide, knowing, refuse } from '../../incident/decision.ts'
import type { ChangeBody } from './asks.ts'
import { label, say } from './say.ts'

/** An honest no: a stand-by can be named, proven and tried dry; Fireline does not move traffic by itself yet. */
export const shiftTraffic: Decide<ChangeBody<'shift-traffic'>, 'standBys'> = knowing(
  ['standBys'],
  (was, ask, known) => {
    const { to, share } = ask.body
    const byHand = {
      what: `Move ${share} % of the traffic of ${was.service} to ${to}`.slice(0, 500),
      intent: 'mitigation',
      kind: 'simple',
      touches: [],
    }
    return refuse(
      'no-stand-by',
      known.standBys.size > 0 ? say.notByItself(was.service, [...known.standBys.keys()]) : say.noStandBy(was.service),
      [{ label: label.asMitigation, command: 'propose-change', body: byHand }],
    )
  },
)
