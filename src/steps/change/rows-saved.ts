import { happened, type Next } from '../../incident/decision.ts'
import type { CommandResult, IncidentEvent } from '../../incident/events.ts'
import { type Backup, type Change, type Incident, named } from '../../incident/incident.ts'
import { readTouch } from '../../incident/touches.ts'
import { rowsOfChange } from './rows.ts'
import { sinceLabel } from './say-since.ts'

/** Saved rows protect the change that they were saved for, and no other: the next one finds other rows. */
export const countsFor = (backup: Backup, change: Change): boolean =>
  backup.driver !== 'rows' || backup.change === change.id

/** Saving the rows alone, where its words tell which those are; the cheapest proof there is. */
export function saveRowsFirst(change: Change): Next[] {
  const isOne = change.touches.length === 1 && readTouch(change.touches[0] ?? '')?.kind === 'postgres'
  if (!isOne || 'not' in rowsOfChange(change.commands)) return []
  return [{ label: sinceLabel.saveRows, command: 'take-backup', body: { change: change.id, driver: 'rows' } }]
}

/** PostgreSQL counts what it changed; when those are not as many as were saved, it is said at once. */
export function rowsDiffer(was: Incident, change: Change, results: readonly CommandResult[]): IncidentEvent[] {
  const copy = change.backup === undefined ? undefined : named(was.backups, change.backup)
  if (copy?.driver !== 'rows') return []
  const saved = copy.prints?.[0]?.count
  const ran = rowsChanged(results.at(-1)?.output)
  if (saved === undefined || ran === undefined || ran === saved) return []
  return [happened('RowsDiffer', { change: change.id, saved, ran })]
}

/** `UPDATE 137`, the last line of its kind. */
export function rowsChanged(output: string | undefined): number | undefined {
  const said = [...(output ?? '').matchAll(/^(?:UPDATE|DELETE) (\d+)\s*$/gm)].at(-1)
  return said && Number(said[1])
}
