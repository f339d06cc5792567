import { createHash } from 'node:crypto'
import type { Print } from '../../incident/prints.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { quoted, text } from './address.ts'
import { rowsOf, type Session } from './session.ts'

interface Column {
  name: string
  type: string
  /** The whole of it, as `int(11) unsigned null`. */
  says: string
}

/**
 * A print of every table: how many rows, and two sums over a digest of each, so the order they lie in says nothing. Between tables it
 * goes back to a savepoint, or who alters one would wait until all are read.
 */
export async function printsOf(session: Session, database: string, tables: readonly string[]): Promise<Print[]> {
  const prints: Print[] = []
  const columns = await columnsOf(session, database)
  await session.ask('savepoint each_table')
  for (const name of tables) {
    prints.push(await printOf(session, `${quoted(database)}.${quoted(name)}`, name, columns.get(name) ?? []))
    await session.ask('rollback to savepoint each_table')
  }
  return prints
}

async function printOf(session: Session, from: string, name: string, columns: readonly Column[]): Promise<Print> {
  const row = `md5(concat_ws(',', ${columns.map(asText).join(', ')}))`
  const half = (start: number) => `cast(sum(cast(conv(substr(h, ${start}, 16), 16, 10) as unsigned)) as char)`
  const [found] = await rowsOf<[number, number, string | null, string | null]>(
    session,
    `select json_array(count(*), count(h), ${half(1)}, ${half(17)}) from (select ${row} as h from ${from}) as rows_of_it`,
  )
  const [count = 0, summed, ...sums] = found ?? []
  if (summed !== count) throw new BackupTrouble(`A row of ${name} is too large to be compared by this server.`)
  const said = JSON.stringify([columns.map(one => [one.name, one.says]), sums])
  return { name, count, print: createHash('sha256').update(said).digest('hex') }
}

/** Those that hold what was written; the times of a versioned row are the server's own. */
async function columnsOf(session: Session, database: string): Promise<Map<string, Column[]>> {
  const found = await rowsOf<[string, string, string, string]>(
    session,
    `select json_array(table_name, column_name, data_type, concat_ws(' ', column_type, collation_name,
       if(is_nullable = 'YES', 'null', 'not null'), concat('default ', column_default), extra))
       from information_schema.columns where table_schema = ${text(database)}
        and coalesce(generation_expression, '') not in ('ROW START', 'ROW END') order by table_name, ordinal_position`,
  )
  const columns = new Map<string, Column[]>()
  for (const [table, name, type, says] of found)
    columns.set(table, [...(columns.get(table) ?? []), { name, type, says }])
  return columns
}

/** With its length, so that no two rows read alike; N is a NULL. */
function asText({ name, type }: Column): string {
  const it = bytesOf(quoted(name), type)
  return `ifnull(concat(length(${it}), ':', ${it}), 'N')`
}

/** Of a FLOAT a dump keeps six digits, as `orders.weight`. */
export async function roundedIn(session: Session, database: string, tables: readonly string[]): Promise<string[]> {
  const found = await rowsOf<[string, string]>(
    session,
    `select json_array(table_name, column_name) from information_schema.columns
      where table_schema = ${text(database)} and data_type = 'float' order by 1`,
  )
  return found.filter(([table]) => tables.includes(table)).map(names => names.join('.'))
}

const long = /^(tiny|medium|long)?(text|blob)$|^json$/
const shapes = /^(geometry|point|linestring|polygon|multi\w+|geometrycollection)$/
const words = /^(var)?(char|binary)$/

function bytesOf(column: string, type: string): string {
  if (type === 'bit') return `cast(${column} + 0 as char)`
  if (type === 'enum' || type === 'set') return `concat(${column} + 0, ' ', cast(${column} as binary))`
  if (long.test(type)) return `md5(${column})`
  if (shapes.test(type)) return `md5(concat(st_srid(${column}), ' ', st_aswkb(${column})))`
  return words.test(type) ? `cast(${column} as binary)` : `cast(${column} as char)`
}
