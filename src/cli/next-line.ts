import type { Incident } from '../incident/incident.ts'
import { nextStep } from '../incident/next-step.ts'
import { oneLine } from './which-incident.ts'

/** As `GET /api/v1/me` answers. */
export interface Me {
  kind: string
  id: string
  role: 'viewer' | 'responder' | 'admin'
}

/** The next action in one sentence, with what is missing. A service account watches. */
export function nextLine(is: Incident, { kind, id, role }: Me): string {
  const looker = { id, role: kind === 'person' ? role : ('viewer' as const) }
  const { says, missing } = nextStep(is, looker, new Date().toISOString())
  return oneLine([says, ...missing].join(' '))
}
