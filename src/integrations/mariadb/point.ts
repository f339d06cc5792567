import type { Distance, Point } from '../../incident/prints.ts'
import { rowsOf, type Session } from './session.ts'
import type { Table } from './tables.ts'

/** What empties a table or puts another in its place, and leaves no time of it: counted by the server, for all tables together. */
const unseen = ['truncate', 'alter_table', 'create_table', 'drop_table', 'rename_table', 'drop_db']

/**
 * Where the source stands. A server forgets when a table was last written as it starts anew, so its start is part of which one it is.
 * Read before the snapshot: what is written between the two counts as written since.
 */
export async function pointOf(session: Session, tables: readonly Table[]): Promise<Point> {
  const counted = unseen.map(name => `'com_${name}'`).join(', ')
  const [found] = await rowsOf<[string, string, string, string]>(
    session,
    `select json_array(concat(replace(utc_timestamp(3), ' ', 'T'), 'Z'), @@server_uid,
       (select variable_value from information_schema.global_status where variable_name = 'uptime'),
       (select cast(sum(variable_value) as char) from information_schema.global_status where variable_name in (${counted})))`,
  )
  const [at = '', server = '', uptime = '0', remade = ''] = found ?? []
  const startedAt = Math.round(Date.parse(at) / 1_000) - Number(uptime)
  return {
    at,
    system: server,
    statsReset: `${startedAt} ${remade}`,
    tables: tables.map(({ name, writtenAt, file }) => ({ name, writes: writtenAt ?? 0, file })),
  }
}

/**
 * What was written between two points, or undefined where that cannot be told: which tables by when they were last written, in whole
 * seconds, which a server tells of those that were written since it started.
 */
export function between(since: Point, now: Point, of: 'all' | 'these'): Distance | undefined {
  if (!since.tables || !now.tables || since.system !== now.system || !isSameCount(since, now)) return undefined
  const takenAt = Math.floor(Date.parse(since.at) / 1_000)
  const is = new Map(now.tables.map(table => [table.name, table]))
  const was = new Map(since.tables.map(table => [table.name, table]))
  const names = [...new Set([...(of === 'all' ? was.keys() : []), ...is.keys()])]
  const changed = names.filter(name => {
    const [before, after] = [was.get(name), is.get(name)]
    return before?.file !== after?.file || before?.writes !== after?.writes
  })
  // Written in the very second of the copy, or it is not known whether at all.
  const isInDoubt = now.tables.some(
    ({ name, writes }) => !changed.includes(name) && (writes === 0 || writes >= takenAt),
  )
  return changed.length === 0 && isInDoubt ? undefined : { changed }
}

/** The same start, give or take a second, and no table was made anew since. */
function isSameCount(since: Point, now: Point): boolean {
  const [[start, remade], [startNow, remadeNow]] = [countOf(since), countOf(now)]
  return Math.abs(Number(start) - Number(startNow)) <= 1 && remade === remadeNow
}

const countOf = ({ statsReset = '' }: Point): string[] => statsReset.split(' ')
