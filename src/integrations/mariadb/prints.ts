import { createHash } from 'node:crypto'
import type { Print } from '../../incident/prints.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { quoted, text } from './address.ts'
import { sumOfDigests } from './sum-of-digests.ts'
import { rowsOf, type Session } from './session.ts'

interface Column {
  name: string
  type: string
  /** The whole of it, as `int(11) unsigned null`. */
  says: string
}

/**
 * A print of every table: how many rows, and a sum over a digest of each, so the order they lie in says nothing. Between tables it
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

/** A digest a row comes over the line: summed by the server they would be made three times over, or lie on its disk first. */
async function printOf(session: Session, from: string, name: string, columns: readonly Column[]): Promise<Print> {
  const digests = sumOfDigests()
  await session.each(`select md5(concat_ws(',', ${columns.map(asText).join(', ')})) from ${from}`, digests.add)
  const { count, sum, odd } = digests.all()
  if (odd > 0) throw new BackupTrouble(`A row of ${name} is too large to be compared by this server.`)
  const said = JSON.stringify([columns.map(one => [one.name, one.says]), sum])
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

/** So that no two rows read alike: text in quotes, everything else without a comma of its own. */
function asText({ name, type }: Column): string {
  const it = quoted(name)
  if (words.test(type)) return `quote(cast(${it} as binary))`
  return `ifnull(${inWord(it, type)}, 'N')`
}

function inWord(it: string, type: string): string {
  if (type === 'bit') return `cast(${it} + 0 as char)`
  if (type === 'enum' || type === 'set') return `concat(${it} + 0, quote(cast(${it} as binary)))`
  if (long.test(type)) return `md5(${it})`
  if (shapes.test(type)) return `md5(concat(st_srid(${it}), ' ', st_aswkb(${it})))`
  return `cast(${it} as char)`
}
