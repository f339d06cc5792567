import { type Refusal, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import { next } from './next.ts'
import { say } from './say.ts'

/** No such change here: the ones that are here, as ways forward. */
export function noSuchChange(
  was: Incident,
  body: { change: string },
  command: Parameters<typeof next.ofThese>[1],
): Refusal {
  return refuse('unknown-change', say.unknownChange(body.change), next.ofThese(was, command, body))
}
