import type { Incident } from '../incident/incident.ts'
import type { SizeUp } from '../steps/identify/size-up.ts'
import { sizeUpText } from '../steps/identify/size-up-text.ts'

/** An incident as `GET /api/v1/incidents/{id}` answers it. */
export type SizedUp = Incident & { sizeUp: SizeUp }

/** The size-up under its incident's name, as every terminal shows it. */
export function sizeUpCard(is: SizedUp): string {
  return sizeUpText(`INC-${is.number} ${is.severity} ${is.status} · ${is.title}`, is.sizeUp)
}
