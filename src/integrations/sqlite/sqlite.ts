import { chmod, copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../../hosts/manifest.ts'
import type { Print } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import { type BackupDriver, type BackupTask, BackupTrouble, type Taken } from '../../steps/change/backup-driver.ts'
import { levelShown } from '../../steps/change/levels.ts'
import { builtIn, printStatements, readPrints, tablesOf } from './prints.ts'
import { askSqlite, text } from './sqlite-program.ts'

/** Somebody writes meanwhile: so often it is tried, then it is said. */
const tries = 5

/** A file of SQLite, copied by SQLite itself: `cp` would miss what is committed and still lies in the file beside it. */
export const sqliteCopy: BackupDriver = {
  name: 'sqlite',
  for: ['sqlite'],
  most: 'L3',
  isPlain: true,
  async unfit(task) {
    const path = pathOf(task)
    const known = await askSqlite(
      ':memory:',
      'copy',
      [`select length(sha3('x')) as n`],
      AbortSignal.timeout(10_000),
    ).catch((error: Error) => error)
    if (known instanceof Error) return `The sqlite3 of this host cannot be used: ${known.message.replace(/\.$/, '')}`
    return (await sizeOf(path)) === undefined ? `${path} is not there, or may not be read by Fireline` : undefined
  },
  estimateBytes: async task => (await sizeOf(pathOf(task))) ?? 0,
  digestOf: sha256Of,
  async take(task, signal) {
    const [path, location] = [pathOf(task), join(task.folder, 'copy.sqlite')]
    await knowsTables(task, await tablesOf(path, 'source', signal))
    for (let i = 0; i < tries; i++) {
      const prints = await copyOnce(path, location, signal)
      if (prints) return taken(location, prints, signal)
    }
    throw new BackupTrouble(
      `${path} was written to each time it was copied (${tries} times). Stop what writes there for a moment, and take it again.`,
    )
  },
  async prove(task, { location, digest, prints: source = [], built = [] }, signal) {
    const elsewhere = join(task.folder, 'restored.sqlite')
    try {
      await copyFile(location, elsewhere)
      await isSound(elsewhere, signal)
      const back = readPrints(
        await askSqlite(elsewhere, 'copy', printStatements(await tablesOf(elsewhere, 'copy', signal)), signal),
      )
      const there = new Set(await builtIn(elsewhere, 'copy', signal))
      const missing = built.filter(name => !there.has(name))
      const shown = { exitCode: 0, complete: true, digest, restored: true, source, back, built: { missing } }
      const level = levelShown(shown, 'fireline')
      if (level !== 'L3')
        throw new BackupTrouble(`Restored, but not equal to the source: ${different(source, back, missing)}.`)
      const command = putBackLine(pathOf(task), location)
      const putBack = { command, into: 'in place' as const, secrets: [] }
      return { level, covers: [...task.touches], proof: inWords(source), restore: command, shown, putBack }
    } finally {
      await rm(elsewhere, { force: true })
    }
  },
}

/** Undefined when the source was another one before and after: then the prints may not be those of the copy. */
async function copyOnce(path: string, location: string, signal: AbortSignal): Promise<Print[] | undefined> {
  await rm(location, { force: true })
  const tables = await tablesOf(path, 'source', signal)
  const stands = 'pragma data_version'
  const asked = [stands, `vacuum into ${text(location)}`, 'begin', ...printStatements(tables), 'commit', stands]
  const answers = await askSqlite(path, 'source', asked, signal)
  const versions = [answers.at(0), answers.at(-1)].map(rows => rows?.[0]?.['data_version'])
  return versions[0] !== undefined && versions[0] === versions[1] ? readPrints(answers.slice(1, -1)) : undefined
}

async function taken(location: string, prints: Print[], signal: AbortSignal): Promise<Taken> {
  await chmod(location, 0o600)
  const source = new Map(prints.map(({ name, count, print }) => [name, `${count} rows ${print}`]))
  const [digest, { size: bytes }] = [await sha256Of(location, signal), await stat(location)]
  const built = await builtIn(location, 'copy', signal)
  return { location, digest, bytes, source, prints, built, notCopied: ['row numbers of tables without a key'] }
}

/** All of it, indexes against their tables too: the quick check calls a flipped bit in either fine. */
async function isSound(path: string, signal: AbortSignal): Promise<void> {
  const [said = []] = await askSqlite(path, 'copy', ['pragma integrity_check(3)'], signal)
  const wrong = said.map(row => String(row['integrity_check'])).filter(line => line !== 'ok')
  if (said.length === 0 || wrong.length > 0)
    throw new BackupTrouble(`The restored file is damaged: ${wrong.join('; ').slice(0, 500)}.`)
}

async function knowsTables(task: BackupTask, tables: readonly string[]): Promise<void> {
  const named = task.touches.map(readTouch).flatMap(read => (read?.kind === 'sqlite' && read.table ? [read.table] : []))
  const missing = named.find(table => !tables.some(one => one.toLowerCase() === table.toLowerCase()))
  if (missing !== undefined) throw new BackupTrouble(`There is no table ${missing} in ${pathOf(task)}.`)
}

function different(source: readonly Print[], back: readonly Print[], missing: readonly string[]): string {
  const there = new Map(back.map(one => [one.name, one]))
  const unlike = source.filter(
    one => there.get(one.name)?.print !== one.print || there.get(one.name)?.count !== one.count,
  )
  const more = back.filter(one => !source.some(({ name }) => name === one.name))
  return [...unlike, ...more]
    .map(one => one.name)
    .concat(missing)
    .slice(0, 10)
    .join(', ')
}

function inWords(source: readonly Print[]): string {
  const tables = source.length - 1
  const rows = source.slice(1).reduce((sum, { count }) => sum + count, 0)
  return `${tables} table${tables === 1 ? '' : 's'}, ${rows.toLocaleString('en')} row${rows === 1 ? '' : 's'} restored and equal; every index agrees with its table. Copied is the whole file.`
}

/** SQLite writes it into the live file under its own locks: who has it open sees the old rows or the new ones, never half of them. */
function putBackLine(path: string, location: string): string {
  return `sqlite3 ${shell(path)} ${shell(`.restore ${dotWord(location)}`)}`
}

const dotWord = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&')}"`
const shell = (said: string): string => `'${said.replaceAll("'", `'\\''`)}'`

function pathOf(task: BackupTask): string {
  if (!task.path) throw new BackupTrouble('Fireline does not know where this file of SQLite lies.')
  return task.path
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ? found.size : undefined
}
