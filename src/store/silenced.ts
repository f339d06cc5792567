import { labelsToMatch } from '../alert/labels-to-match.ts'
import { readySilence, type Silence, silencingAll } from '../alert/silence.ts'
import { type AlertRow, alertColumns, alertOf } from './alerts.ts'
import type { Loader } from './loaders.ts'
import { activeSilences } from './silences.ts'

/** Of more than these nobody knows whether all are covered, so people are called. */
const mostLooked = 5_000

/** Asked only once somebody was paged: what a silence covers as it comes opens nothing. */
export const loadSilenced: Loader<'silenced'> = async (tx, was, ask) => {
  if (was.openedBy !== 'alert' || !was.escalation || was.status === 'resolved') return undefined
  const isSpared = ({ spares }: Silence) => spares !== undefined && was.severity === 'sev1'
  const silences = (await activeSilences(tx, ask.at)).filter(one => !isSpared(one)).map(readySilence)
  if (silences.length === 0) return undefined
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns} from alert where incident = $1 and (status = 'firing' or flaps_until is not null) limit $2`,
    [was.id, mostLooked + 1],
  )
  const firing = rows.map(row => ({
    labels: labelsToMatch(alertOf(row), row.service, row.severity),
    service: row.service,
    integration: row.integration,
    severity: row.severity,
  }))
  const by = rows.length > mostLooked ? undefined : silencingAll(firing, silences, ask.at)
  return by && { silence: by.id, kind: by.kind, reason: by.reason, createdBy: by.createdBy, until: by.endsAt }
}
