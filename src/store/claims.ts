import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { noteAnnounced } from './announced.ts'
import type { Tx } from './db.ts'
import { keepHostSeats } from './host-seats.ts'
import { forgetJoining, toldJoining } from './joining.ts'
import { keepSeatHolders } from './seat-holders.ts'
import { keepShifts } from './traffic-shifts.ts'

/**
 * What entries decide beyond their own timeline, in the append's own transaction: which incident holds a group of alerts,
 * which joins are told, who holds a seat, and what the outside heard of. A group that is held already stays where it is.
 */
export async function keepClaims(tx: Tx, entries: readonly Entry[], is: Incident): Promise<void> {
  for (const { type, data, at } of entries) {
    if (type === 'IncidentOpened' || type === 'Reopened') await claimGroup(tx, is)
    else if (type === 'Resolved') await release(tx, is.id)
    else if (type === 'MergedInto') await handOver(tx, is.id, data.incident)
    else if (type === 'StakeholdersTold') await noteAnnounced(tx, is.id, is.service, at)
    else if (type === 'AlertsJoined') await toldJoining(tx, is.id, data.alerts)
  }
  await keepShifts(tx, entries)
  const moved = entries.find(entry => movesSeats.has(entry.type))
  if (moved) await keepSeatHolders(tx, is, moved.at)
  const shared = moved ?? entries.find(({ type }) => type === 'TerminalShared' || type === 'TerminalEnded')
  if (shared) await keepHostSeats(tx, is, shared.at)
}

/** What gives somebody the lead or a keyboard, or takes it from them. */
const movesSeats: ReadonlySet<Entry['type']> = new Set([
  'KeyboardGiven',
  'LeadTaken',
  'LeadAccepted',
  'Left',
  'Resolved',
  'Reopened',
  'MergedInto',
])

/** The incident that alerts of this group join, if one is open; `lastAlertAt` is when one did. */
export async function groupNow(
  tx: Tx,
  groupKey: string,
): Promise<{ incident: string; lastAlertAt?: string } | undefined> {
  const { rows } = await tx.query<{ incident: string; last_alert_at: string | null }>(
    'select incident, last_alert_at from open_group where group_key = $1',
    [groupKey],
  )
  const row = rows[0]
  return row && { incident: row.incident, lastAlertAt: row.last_alert_at ?? undefined }
}

/** An alert opened or joined the incident that holds the group. */
export async function alertCame(tx: Tx, groupKey: string, at: string): Promise<void> {
  await tx.query('update open_group set last_alert_at = $2 where group_key = $1', [groupKey, at])
}

/** The incident that held it stays open; what comes next opens another. */
export async function releaseGroup(tx: Tx, groupKey: string): Promise<void> {
  await tx.query('delete from open_group where group_key = $1', [groupKey])
}

async function claimGroup(tx: Tx, is: Incident): Promise<void> {
  if (is.groupKey === undefined || is.status === 'resolved') return
  await tx.query('insert into open_group (group_key, incident) values ($1, $2) on conflict do nothing', [
    is.groupKey,
    is.id,
  ])
}

async function release(tx: Tx, incident: string): Promise<void> {
  await tx.query('delete from open_group where incident = $1', [incident])
  await forgetJoining(tx, incident)
}

async function handOver(tx: Tx, incident: string, to: string): Promise<void> {
  await tx.query('update open_group set incident = $2 where incident = $1', [incident, to])
  await forgetJoining(tx, incident)
}
