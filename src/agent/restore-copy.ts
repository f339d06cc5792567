import { type Restored, restoreCopy, type WhenThere } from '../integrations/postgres/restore.ts'
import { configFor, openPinned, withoutSecrets } from '../integrations/postgres/source.ts'

/** Puts a copy's rows into a database, all or nothing: every row compared with what was copied before anything counts. */
export async function putBack(file: string, into: string, whenThere: WhenThere): Promise<Restored> {
  const client = await openPinned(configFor(into, undefined))
  try {
    await client.query('begin')
    await withoutTriggers(client)
    const restored = await restoreCopy(client, file, whenThere)
    const different = restored.tables.filter(table => !table.isEqual).map(table => table.name)
    if (different.length > 0)
      throw new Error(`not equal to what was copied: ${different.join(', ')}. Nothing was changed.`)
    await client.query('commit')
    return restored
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(withoutSecrets(error, into), { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}

/** Rows go back as they were: triggers and foreign keys do not act on them, where the user may say so. */
export async function withoutTriggers(client: Awaited<ReturnType<typeof openPinned>>): Promise<void> {
  await client.query('savepoint quiet')
  await client
    .query('set local session_replication_role = replica')
    .catch(() => client.query('rollback to savepoint quiet'))
}
