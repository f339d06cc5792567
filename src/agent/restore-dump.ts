import { readAddress, withOptions } from '../integrations/mariadb/address.ts'
import { findTools } from '../integrations/mariadb/programs.ts'
import { isComplete, restoreInto } from '../integrations/mariadb/restore.ts'

/** Puts a dump of MariaDB into a database; one that was cut puts nothing. Which database. */
export async function putDumpBack(file: string, into: string): Promise<string> {
  const at = readAddress(into)
  const { database } = at
  if (database === undefined) throw new Error('Name the database, as in mariadb://root@db-1/shop.')
  const tools = await findTools()
  if (!tools) throw new Error('mariadb is not installed here.')
  if (!(await isComplete(file))) throw new Error(`${file} does not end as a whole dump does. Nothing was changed.`)
  const password = at.password ?? process.env['MYSQL_PWD']
  await withOptions({ ...at, ...(password !== undefined && { password }) }, options =>
    restoreInto({ client: tools.client, options, database }, file, new AbortController().signal),
  )
  return database
}
