import { type Ask, type Decision, type Next, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { ChangeBody } from './asks.ts'
import { label, say } from './say.ts'
import { asOperator } from './who.ts'

type Body = ChangeBody<'step-asked'>

/**
 * Whether a signed step may run on a host now. One that looks runs for whoever may change; a simple one for the operator of that host; a
 * complex one goes through the gate as a change like any other.
 */
export function stepAsked(was: Incident, ask: Ask<Body>): Decision {
  const { kind, risk, host } = ask.body
  if (kind === 'check' || kind === 'verify') return []
  if (risk === 'simple') return asOperator(was, ask, host)
  return refuse('no-verified-backup', say.stepIsComplex(ask.body.step), [asChange(ask.body)])
}

const asChange = ({ page, step, code, touches, undo, verify }: Body): Next => ({
  label: label.proposeStep,
  command: 'propose-change',
  body: {
    what: step,
    intent: 'mitigation',
    kind: 'complex',
    touches,
    commands: [code],
    restsOn: { page },
    ...(undo && { undo }),
    ...(verify && { verify }),
  },
})
