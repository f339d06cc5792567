import { happened, type Next } from '../../incident/decision.ts'
import type { CommandResult, IncidentEvent } from '../../incident/events.ts'
import { type Backup, type Change, type Incident, named } from '../../incident/incident.ts'
import { readTouch } from '../../incident/touches.ts'
import { next } from './next.ts'
import { rowsOfChange } from './rows.ts'

/** Saved rows protect the change that they were saved for, and no other: the next one finds other rows. */
export const countsFor = (backup: Backup, change: Change): boolean =>
  backup.driver !== 'rows' || backup.change === change.id

/** Its words tell which rows of one database it touches, so that those alone could be saved. */
export function namesItsRows(change: Change): boolean {
  const read = change.touches.map(readTouch)
  const from = new Set(read.map(one => (one?.kind === 'postgres' ? `${one.resource}/${one.database}` : '')))
  return from.size === 1 && !from.has('') && !('not' in rowsOfChange(change.commands))
}

/** Saving the rows alone, where that can be; not again where it could not be done. */
export function saveRowsFirst(was: Incident, change: Change): Next[] {
  const tried = was.backups.findLast(one => one.change === change.id && one.driver === 'rows')
  return namesItsRows(change) && tried?.state !== 'failed' ? [next.saveRows(change)] : []
}

/** PostgreSQL counts what it changed; when those are not as many as were saved, it is said at once. */
export function rowsDiffer(was: Incident, change: Change, results: readonly CommandResult[]): IncidentEvent[] {
  const copy = change.backup === undefined ? undefined : named(was.backups, change.backup)
  const statements = rowsOfChange(change.commands)
  if (copy?.driver !== 'rows' || 'not' in statements) return []
  const saved = copy.rows ?? copy.prints?.[0]?.count
  const ran = rowsChanged(results.map(one => one.output ?? '').join('\n'), statements.length)
  if (saved === undefined || ran === undefined || ran === saved) return []
  return [happened('RowsDiffer', { change: change.id, saved, ran })]
}

/** `UPDATE 137`: what so many statements changed together. Older psql tells the last count of several alone, which says nothing. */
export function rowsChanged(output: string, statements: number): number | undefined {
  const said = [...output.matchAll(/^(?:UPDATE|DELETE) (\d+)\s*$/gm)].slice(-statements)
  return said.length === statements ? said.reduce((sum, one) => sum + Number(one[1]), 0) : undefined
}
