import type { MariadbForScratch } from '../../hosts/scratch-mariadb.ts'
import type { Print } from '../../incident/prints.ts'
import { type BackupTask, BackupTrouble, type Proof, type Taken, type Tell } from '../../steps/change/backup-driver.ts'
import { levelShown } from '../../steps/change/levels.ts'
import { readAddress, withOptions } from './address.ts'
import { builtOf } from './built.ts'
import { printsOf } from './prints.ts'
import type { Tools } from './programs.ts'
import { isComplete, restoreInto } from './restore.ts'
import { openSession } from './session.ts'
import { type Named, namedBy, tablesOf } from './tables.ts'

/** Read to its end, restored into a server of its own by the client that reads it as statements alone, every row compared. */
export async function proveDump(
  scratch: MariadbForScratch,
  tools: Tools,
  task: BackupTask,
  taken: Taken,
  signal: AbortSignal,
  tell?: Tell,
): Promise<Proof> {
  const complete = await isComplete(taken.location)
  if (!complete) throw new BackupTrouble('The dump does not end as a whole one does. Take it again.')
  const named = namedBy(task)
  const { back, built: there } = await restored(scratch, tools, task, [named, taken], signal, tell)
  const { prints: source = [], built = [] } = taken
  const missing = built.filter(one => !there.includes(one))
  const shown = { exitCode: 0, complete, digest: taken.digest, restored: true, source, back, built: { missing } }
  const level = levelShown(shown, 'fireline')
  if (level !== 'L3')
    throw new BackupTrouble(
      `Restored, but not equal to the source: ${different(source, back, missing)}.${taken.notCopied.includes(notHeld) ? ` ${perhapsWritten}` : ''}`,
    )
  const command = `fireline restore-dump '${taken.location.replaceAll("'", `'\\''`)}' --into <url>`
  const putBack = {
    command,
    into: 'in place' as const,
    stops: `whoever writes to ${named.database}: what they write meanwhile is lost`,
    secrets: ['MYSQL_PWD'],
  }
  return { level, covers: [...task.touches], proof: inWords(source, taken.notCopied), restore: command, shown, putBack }
}

/** Said of a copy whose two readers began one after the other. */
export const notHeld = 'what was written in the instant that it began'
const perhapsWritten =
  'Perhaps somebody wrote in the instant that it began: with the right RELOAD, commits are held for that long (grant reload on *.* to …).'

async function restored(
  scratch: MariadbForScratch,
  { client }: Tools,
  task: BackupTask,
  [named, { location }]: [Named, Taken],
  signal: AbortSignal,
  tell?: Tell,
): Promise<{ back: Print[]; built: string[] }> {
  const { url, close } = await scratch.open(task.pace)
  try {
    const at = readAddress(url)
    const database = at.database ?? ''
    return await withOptions(at, async options => {
      tell?.({ phase: 'restore', done: 0, unit: 'bytes' })
      await restoreInto({ client, options, database }, location, signal)
      const session = await openSession(client, options, database, signal)
      try {
        const here = { ...named, database }
        await session.ask('start transaction with consistent snapshot, read only')
        const names = (await tablesOf(session, { ...here, tables: 'all' })).map(table => table.name)
        tell?.({ phase: 'compare', done: 0, of: names.length, unit: 'files' })
        return { back: await printsOf(session, database, names), built: await builtOf(session, here) }
      } finally {
        session.end()
      }
    })
  } finally {
    await close()
  }
}

function different(source: readonly Print[], back: readonly Print[], missing: readonly string[]): string {
  const [was, is] = [mapped(source), mapped(back)]
  const names = [...new Set([...was.keys(), ...is.keys()])].filter(name => was.get(name) !== is.get(name))
  return [...names, ...missing].slice(0, 10).join(', ') || 'nothing was there to compare'
}

const mapped = (prints: readonly Print[]) => new Map(prints.map(one => [one.name, `${one.count} ${one.print}`]))

function inWords(source: readonly Print[], not: readonly string[]): string {
  const rows = source.reduce((sum, { count }) => sum + count, 0)
  const [tables, of] = [source.length, rows.toLocaleString('en')]
  return `${tables} table${tables === 1 ? '' : 's'}, ${of} row${rows === 1 ? '' : 's'} restored and equal, with their indexes and keys.${not.length > 0 ? ` Not compared: ${not.join(', ')}.` : ''}`
}
