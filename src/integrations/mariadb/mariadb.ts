import { chmod, open, stat } from 'node:fs/promises'
import { sha256Of } from '../../hosts/manifest.ts'
import type { MariadbForScratch } from '../../hosts/scratch-mariadb.ts'
import { type BackupDriver, type BackupTask, BackupTrouble, type Taken } from '../../steps/change/backup-driver.ts'
import { withOptions } from './address.ts'
import { builtOf } from './built.ts'
import { type Dumped, dumpWithPrints } from './dump.ts'
import { between, pointOf } from './point.ts'
import { roundedIn } from './prints.ts'
import { findTools, spoken, type Tools, versionIn } from './programs.ts'
import { notHeld, proveDump } from './prove.ts'
import { openSession, rowsOf, type Session } from './session.ts'
import { type Named, namedBy, type Table, tablesOf, withoutSnapshot } from './tables.ts'

/** mariadb-dump in one snapshot with a sum over every row, restored into an empty server of our own, every row compared. */
export function mariadbCopy(scratch: MariadbForScratch): BackupDriver {
  return {
    name: 'mariadb',
    for: ['mariadb'],
    most: 'L3',
    async unfit(task) {
      const tools = await findTools()
      if (!tools) return 'mariadb and mariadb-dump are not installed on this host'
      const scratchVersion = versionIn((await scratch.version()) ?? '')
      if (scratchVersion === undefined) return 'mariadbd, to restore into, is not installed on this host'
      return at(task, async ({ session, tables }) => {
        const [said = ''] = await rowsOf<string>(session, 'select json_quote(version())')
        const server = versionIn(said)
        if (server === undefined)
          return `This is no MariaDB but ${said}, which this was not tried with. Copy it by a program of your own`
        if (tools.version < server)
          return `mariadb-dump ${spoken(tools.version)} is older than the server, MariaDB ${spoken(server)}`
        if (scratchVersion < server)
          return `mariadbd ${spoken(scratchVersion)}, to restore into, is older than the server, MariaDB ${spoken(server)}`
        const without = await withoutSnapshot(session, tables)
        return without.length > 0 ? noSnapshot(without) : undefined
      })
    },
    estimateBytes: task => at(task, async ({ tables }) => tables.reduce((sum, table) => sum + table.bytes, 0)),
    digestOf: sha256Of,
    take: (task, signal, tell) =>
      at(
        task,
        async ({ named, tables, session, ...using }) => {
          if (tables.length === 0) throw new BackupTrouble(`There are no tables in ${named.database} to copy.`)
          const point = await pointOf(session, tables)
          const dumped = await dumpWithPrints(task, [named, tables], using, [signal, tell])
          const built = await builtOf(session, named)
          const { location, prints } = dumped
          await toDisk(location)
          const source = new Map(prints.map(({ name, count, print }) => [name, `${count} rows ${print}`]))
          const [digest, { size: bytes }] = [await sha256Of(location, signal), await stat(location)]
          const names = tables.map(table => table.name)
          const rounded = await roundedIn(session, named.database, names)
          const notCopied = leftOut(tables, built, rounded, dumped.began)
          const taken: Taken = { location, digest, bytes, source, prints, built, point, notCopied }
          return taken
        },
        signal,
      ),
    async prove(task, taken, signal, tell) {
      const tools = await findTools()
      if (!tools) throw new BackupTrouble('mariadb is not installed on this host.')
      return proveDump(scratch, tools, task, taken, signal, tell)
    },
    distance: (task, since) =>
      at(task, async ({ session, tables, named }) =>
        between(since, await pointOf(session, tables), named.tables === 'all' ? 'all' : 'these'),
      ),
  }
}

type Began = Dumped['began']

interface There {
  tools: Tools
  options: string
  open(): Promise<Session>
  session: Session
  named: Named
  tables: Table[]
}

/** Works at the source: connected, and knowing what is there of what is named. */
async function at<T>(
  task: BackupTask,
  work: (there: There) => Promise<T>,
  signal = AbortSignal.timeout(60_000),
): Promise<T> {
  const tools = await findTools()
  if (!tools) throw new BackupTrouble('mariadb and mariadb-dump are not installed on this host.')
  const named = namedBy(task)
  return withOptions(named.at, async options => {
    const connect = () => openSession(tools.client, options, named.database, signal)
    const session = await connect()
    try {
      return await work({ tools, options, open: connect, session, named, tables: await tablesOf(session, named) })
    } finally {
      session.end()
    }
  })
}

const noSnapshot = (tables: readonly string[]): string =>
  `These tables have no snapshots, so a copy would be of two moments: ${tables.slice(0, 10).join(', ')}. Turn them into InnoDB, name the other tables alone, or copy by a program of your own`

function leftOut(
  tables: readonly Table[],
  built: readonly string[],
  rounded: readonly string[],
  began: Began,
): string[] {
  const said = [
    rounded.length > 0 && `of FLOAT more than six digits (${rounded.slice(0, 10).join(', ')})`,
    tables.some(table => table.isVersioned) && 'what versioned rows were before',
    built.some(name => name.startsWith('sequence ')) && 'where sequences stand',
    began === 'one after the other' && notHeld,
  ]
  return said.filter(one => one !== false)
}

/** Its owner's alone, and on disk for good. */
async function toDisk(location: string): Promise<void> {
  await chmod(location, 0o600)
  const file = await open(location, 'r')
  await file.sync()
  await file.close()
}
