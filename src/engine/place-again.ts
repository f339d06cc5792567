import { labelsToMatch } from '../alert/labels-to-match.ts'
import { type ReadySilence, readySilence } from '../alert/silence.ts'
import { fireline } from '../incident/entry.ts'
import { keptOutOf, placeOf } from '../steps/intake/place-alert.ts'
import { type AlertRow, alertOf, dueAgain, firingInOpen, saveAlerts } from '../store/alerts.ts'
import type { Tx } from '../store/db.ts'
import { integrationById } from '../store/integrations.ts'
import { takeChange } from '../store/placing.ts'
import { takeUntold } from '../store/silences.ts'
import { keptRow, notKept, saidOnTimeline } from './alert-rows.ts'
import type { Desk } from './desk.ts'
import { type Entering, enterRooms } from './enter-rooms.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import { type Round, senderOf } from './round.ts'
import { standingNow } from './standing.ts'

/** In one go; the next look a second later goes on. */
const mostAgain = 2_000
const mostTold = 5_000

/** The source by which the log knows a request of Fireline's own to place again. */
export const placeAgainSource = 'place-again'

/**
 * What was kept out may come in now: a silence ended, a rule changed, a service was switched live. And silences that began are
 * told to the incidents whose alerts they cover. Runs as an accepted request, in the order of all others.
 */
export async function placeAgain(tx: Tx, desk: Desk): Promise<void> {
  const at = desk.clock.at()
  await takeChange(tx, at)
  await tellSilences(tx, desk, at)
  const due = await dueAgain(tx, at, mostAgain)
  const senders = Map.groupBy(due, row => row.integration)
  for (const [id, rows] of senders) {
    const integration = await integrationById(tx, id)
    if (!integration) await saveAlerts(tx, rows.map(notDue))
    else {
      const by = { kind: 'system' as const, id, name: integration.name }
      await placeRows({ tx, desk, integration, by, at, standing: await standingNow(desk, tx) }, rows)
    }
  }
}

const notDue = (row: AlertRow): AlertRow => ({ ...row, look_again_at: null })

async function placeRows(round: Round, rows: AlertRow[]): Promise<void> {
  const again = rows.map(row => placedAgain(round, row))
  await enterRooms(
    round,
    again.map(({ entering }) => entering).filter(entering => entering !== undefined),
  )
  await saveAlerts(
    round.tx,
    again.map(({ row, entering }) => ({ ...row, incident: entering?.entered?.incident ?? row.incident })),
  )
}

function placedAgain(round: Round, was: AlertRow): { row: AlertRow; entering?: Entering } {
  if (was.status !== 'firing' || was.kept_out === null) return { row: notDue(was) }
  const told = alertOf(was)
  const place = placeOf(round.standing, told, senderOf(round))
  const kept = keptOutOf(round.standing, place, senderOf(round), () => undefined, round.at)
  if (kept) return { row: keptRow(was, kept, was.kept_at ?? round.at) }
  const row = { ...was, ...notKept, severity: place.severity, service: place.service.slug }
  const alert = { ...told, severity: place.severity }
  return { row, entering: { alert, said: saidOnTimeline(alert, row, round), place } }
}

async function tellSilences(tx: Tx, desk: Desk, at: string): Promise<void> {
  const untold = await takeUntold(tx, at)
  if (untold.length === 0) return
  const firing = await firingInOpen(tx, mostTold)
  for (const silence of untold.map(readySilence)) {
    const covered = firing.filter(row => covers(silence, row))
    for (const [incident, rows] of Map.groupBy(covered, row => row.incident ?? '')) {
      const { id, kind, reason, createdBy, endsAt } = silence
      const body = { silence: id, kind, reason, createdBy, until: endsAt, alerts: rows.map(row => row.id).slice(0, 50) }
      const ask = { id: newId(desk.clock.now()), by: fireline, at, body: { ...body, count: rows.length } }
      await handle(desk, tx, incident, ask, 'note-silence')
    }
  }
}

function covers(silence: ReadySilence, row: AlertRow): boolean {
  const { service, integration, severity } = row
  const labels = labelsToMatch(alertOf(row), service, severity)
  return silence.covers({ labels, service, integration })
}
