import { placeOf } from '../steps/intake/place-alert.ts'
import { type AlertRow, alertOf, saveAlerts } from '../store/alerts.ts'
import { waitingIn } from '../store/kept-alerts.ts'
import { notKept, saidOnTimeline } from './alert-rows.ts'
import type { Entering } from './enter-rooms.ts'
import { type Round, roundFor, senderOf } from './round.ts'

/** An alert that waits for others of its group, from its row. */
export interface Waiting {
  row: AlertRow
  entering: Entering
}

/** Those that wait in the group, from any sender, but for those that come now. */
export async function waitingRows(round: Round, groupKey: string, coming: readonly Entering[]): Promise<Waiting[]> {
  const here = new Set(coming.map(one => one.id))
  const rows = (await waitingIn(round.tx, groupKey)).filter(row => !here.has(row.id))
  const waiting: Waiting[] = []
  for (const [id, ofSender] of Map.groupBy(rows, row => row.integration)) {
    const theirs = await roundFor(round, id)
    if (theirs) waiting.push(...ofSender.map(row => comesIn(theirs, row)))
  }
  return waiting
}

/** As it is once nothing keeps it out any more. */
export function comesIn(round: Round, was: AlertRow): Waiting {
  const told = alertOf(was)
  const place = placeOf(round.standing, told, senderOf(round))
  const alert = { ...told, severity: place.severity }
  const row = {
    ...was,
    ...notKept,
    look_again_at: was.flaps_until,
    severity: place.severity,
    service: place.service.slug,
  }
  return {
    row,
    entering: {
      alert,
      id: row.id,
      signature: row.signature,
      said: () => saidOnTimeline(alert, row, round),
      place,
      since: waitsSince(was),
    },
  }
}

const waitsSince = (row: AlertRow): string | undefined =>
  row.kept_out === 'threshold' ? (row.kept_at ?? undefined) : undefined

/** They came in with the others. */
export async function letIn(round: Round, waiting: readonly Waiting[]): Promise<void> {
  await saveAlerts(
    round.tx,
    waiting.map(({ row, entering }) => ({ ...row, incident: entering.entered?.incident ?? null })),
  )
}
