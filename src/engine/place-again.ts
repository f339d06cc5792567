import { labelsToMatch } from '../alert/labels-to-match.ts'
import { type ReadySilence, readySilence } from '../alert/silence.ts'
import { fireline } from '../incident/entry.ts'
import { sourcesOf } from '../steps/intake/inhibition.ts'
import { keptOutOf, placeOf } from '../steps/intake/place-alert.ts'
import { type AlertRow, alertOf, firingIn, saveAlerts } from '../store/alerts.ts'
import type { Tx } from '../store/db.ts'
import { addInhibitors, takeInhibitionsChange } from '../store/inhibitors.ts'
import { dueAgain, firingAfter, firingInOpen } from '../store/kept-alerts.ts'
import { incidentsHeld } from '../store/outbox.ts'
import { takeChange } from '../store/placing.ts'
import { takeUntold } from '../store/silences.ts'
import { keptRow } from './alert-rows.ts'
import type { Desk } from './desk.ts'
import { enterRooms } from './enter-rooms.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import { mutingUnder } from './mute.ts'
import { askOf, type Round, roundFor, senderOf } from './round.ts'
import { standingNow } from './standing.ts'
import { comesIn, type Waiting } from './waiting.ts'

/** In one go; the next look a second later goes on. */
const mostAgain = 2_000
const mostTold = 5_000

/** The source by which the log knows a request of Fireline's own to place again. */
export const placeAgainSource = 'place-again'

/**
 * What was kept out may come in now: a silence ended, what muted it is over, a rule changed, a service was switched live, it was
 * steady. And silences that began are told to the incidents whose alerts they cover. Runs as an accepted request, in the order
 * of all others.
 */
export async function placeAgain(tx: Tx, desk: Desk): Promise<void> {
  const at = desk.clock.at()
  const isChanged = await takeChange(tx, at)
  // Read after the change was taken: what changes from here on is taken the next time.
  const base = { tx, desk, at, standing: await standingNow(desk, tx) }
  if (isChanged) await muteAnew(base)
  await tellSilences(base)
  if (isChanged) for (const incident of await incidentsHeld(tx)) await weighSilence(base, incident)
  const due = await dueAgain(tx, at, mostAgain)
  for (const [id, rows] of Map.groupBy(due, row => row.integration)) {
    const round = await roundFor(base, id)
    if (round) await placeRows(round, rows)
    else await saveAlerts(tx, rows.map(notDue))
  }
}

type Base = Omit<Round, 'integration' | 'by'>

const notDue = (row: AlertRow): AlertRow => ({ ...row, look_again_at: null })

async function placeRows(round: Round, due: AlertRow[]): Promise<void> {
  const rows = due.map(row => steadied(row, round.at))
  const firing = await mutingUnder(round, rows.map(labelsOf))
  const again = rows.map((row): Waiting | { row: AlertRow; entering?: undefined } => {
    if (row.status !== 'firing' || row.kept_out === null) return { row }
    const place = placeOf(round.standing, alertOf(row), senderOf(round))
    const kept = keptOutOf(round.standing, place, senderOf(round), firing, round.at)
    return kept ? { row: keptRow(row, kept, keptSince(row, kept.rule, round.at)) } : comesIn(round, row)
  })
  await enterRooms(
    round,
    again.flatMap(({ entering }) => entering ?? []),
  )
  await saveAlerts(
    round.tx,
    again.map(({ row, entering }) => settled(row, entering, round.at)),
  )
  await recoverSteady(round, due)
}

const keptSince = (row: AlertRow, rule: string, at: string): string =>
  row.kept_out === rule ? (row.kept_at ?? at) : at

function settled(row: AlertRow, entering: Waiting['entering'] | undefined, at: string): AlertRow {
  if (entering?.keptOut) return keptRow(row, entering.keptOut, entering.since ?? at)
  return { ...row, incident: entering?.entered?.incident ?? row.incident }
}

/** Due now: what flapped and was steady flaps no more; what still flaps is looked at again then. */
function steadied(row: AlertRow, at: string): AlertRow {
  const isSteady = row.flaps_until !== null && row.flaps_until <= at
  return { ...row, look_again_at: isSteady ? null : row.flaps_until, flaps_until: isSteady ? null : row.flaps_until }
}

/** Those that were over while they flapped are over now. */
async function recoverSteady(round: Round, due: readonly AlertRow[]): Promise<void> {
  const over = due.filter(row => row.status === 'resolved' && row.flaps_until !== null && row.flaps_until <= round.at)
  for (const [incident, rows] of Map.groupBy(over, row => row.incident ?? '')) {
    if (incident === '') continue
    const firing = await firingIn(round.tx, incident)
    await askOf(round, incident, 'recover-alerts', { alerts: rows.map(row => row.id), ...firing })
  }
}

/** Under other rules other alerts mute: everything that fires is looked through once. */
async function muteAnew({ tx, standing }: Base): Promise<void> {
  const { inhibitions, inhibitionsText } = standing.rules
  if (!(await takeInhibitionsChange(tx, inhibitionsText))) return
  for (let after = ''; ; ) {
    const rows = inhibitions.length === 0 ? [] : await firingAfter(tx, after, mostAgain)
    const last = rows.at(-1)
    if (!last) return
    const begins = rows.flatMap(row =>
      sourcesOf(inhibitions, labelsOf(row), row.integration).map(source => ({
        ...source,
        alert: row.id,
      })),
    )
    await addInhibitors(tx, begins)
    after = last.id
  }
}

async function tellSilences({ tx, desk, at }: Base): Promise<void> {
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
      await weighSilence({ tx, desk, at }, incident)
    }
  }
}

/** Where everything that fires is covered, nobody more is called; where it is not any more, they are again. */
async function weighSilence({ tx, desk, at }: Pick<Base, 'tx' | 'desk' | 'at'>, incident: string): Promise<void> {
  await handle(desk, tx, incident, { id: newId(desk.clock.now()), by: fireline, at, body: {} }, 'weigh-silence')
}

const labelsOf = (row: AlertRow) => labelsToMatch(alertOf(row), row.service, row.severity)

const covers = (silence: ReadySilence, row: AlertRow): boolean => silence.covers({ ...row, labels: labelsOf(row) })
