import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import type { StartCopy, StartedCopy } from '../../hosts/scratch-copy.ts'
import type { Print } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import {
  type BackupTask,
  BackupTrouble,
  type Proof,
  type PutBack,
  type Taken,
  type Tell,
} from '../../steps/change/backup-driver.ts'
import { levelShown, type Shown } from '../../steps/change/levels.ts'
import { type AboutBase, archives, confFile, logOf, readAbout, recoveryOf } from './base-backup.ts'
import { builtOf } from './built.ts'
import { fingerprint, sqlName, tableOf } from './fingerprint.ts'
import { runTool } from './pg-tools.ts'
import { findPhysicalTools } from './physical-tools.ts'
import { seesTheSame } from './same-moment.ts'
import { findTables } from './schema.ts'
import { askSmoke, type Smoke } from './smoke.ts'
import { asSuperuser, isSound, type Looked } from './sound.ts'
import { quoted as sqlQuoted } from './source.ts'
import { whileConnected } from './while-connected.ts'

/**
 * Unpacked, held against the list of its files, started beside as a server of its own, every table and B-tree looked at, and where
 * the source was read at the very moment that it stops at, every row compared.
 */
export async function provePhysical(
  startCopy: StartCopy,
  task: BackupTask,
  taken: Taken,
  signal: AbortSignal,
  tell?: Tell,
): Promise<Proof> {
  const { location } = taken
  const about = await readAbout(location)
  const tools = await findPhysicalTools(about.major)
  if (!tools) throw new BackupTrouble(`The programs of PostgreSQL ${about.major} are not installed on this host.`)
  const cluster = {
    bin: tools.bin,
    major: about.major,
    role: about.role,
    archives: archives.map(([name, into]) => [join(location, name), into] as const),
    log: await logOf(location),
    settings: { ...about.settings, ...recoveryOf(about) },
    async check(pgdata: string) {
      const manifest = `--manifest-path=${join(location, 'backup_manifest')}`
      await runTool(tools.verify, ['--exit-on-error', '--quiet', manifest, pgdata], {}, signal)
    },
  }
  tell?.({ phase: 'restore', done: 0, of: taken.bytes, unit: 'bytes' })
  const copy = await startCopy(cluster, task.pace, signal)
  try {
    const isThatMoment = await whileConnected(asSuperuser(copy, 'template1'), signal, async client =>
      about.moment ? seesTheSame(client, about.moment) : false,
    )
    const looked = await isSound(copy, signal, tell)
    const source = isThatMoment ? (taken.prints ?? []) : []
    const back = source.length > 0 ? await compared(copy, about, { task, taken, source }, signal) : undefined
    const shown = shownBy(taken, source, back)
    const level = levelShown(shown, 'fireline')
    if (back && level === 'L2') throw new BackupTrouble(`Restored, but not equal to the source: ${unlike(shown)}.`)
    const putBack = putBackOf(task, location, await logOf(location))
    const proof = inWords(looked, source, [...(back?.smoke.says ?? []), ...taken.notCopied], about.moment !== undefined)
    return { level, covers: [...task.touches], proof, restore: putBack.command, shown, putBack }
  } finally {
    await copy.close()
  }
}

interface Back {
  prints: Print[]
  missing: string[]
  smoke: Smoke
}

function shownBy({ digest }: Taken, source: Print[], back: Back | undefined): Shown {
  const more = back && { back: back.prints, built: { missing: back.missing }, ...back.smoke.shown }
  return { exitCode: 0, complete: true, digest, restored: true, source, ...more }
}

/** By a role that may read and do nothing else: what the source's people put into the database runs as nobody in particular. */
async function compared(
  copy: StartedCopy,
  { database }: AboutBase,
  { task, taken, source }: { task: BackupTask; taken: Taken; source: readonly Print[] },
  signal: AbortSignal,
): Promise<Back> {
  const user = `fireline_${randomBytes(6).toString('hex')}`
  await whileConnected(asSuperuser(copy, database), signal, async client => {
    await client.query(`create role ${user} login nosuperuser bypassrls in role pg_read_all_data`)
    await client.query(`grant connect on database ${sqlQuoted(database)} to ${user}`)
    await client.query(`alter database ${sqlQuoted(database)} reset session_preload_libraries`)
  })
  return whileConnected({ host: copy.host, user, database }, signal, async client => {
    const there = await findTables(client, ['all'])
    const prints: Print[] = []
    for (const { name, print } of source) {
      const table = there.find(one => sqlName(one) === name)
      if (table) prints.push(printed(name, await fingerprint(client, table, print)))
    }
    const built = new Set(
      await builtOf(
        client,
        await findTables(
          client,
          source.map(one => tableOf(one.name)),
        ),
        task,
      ),
    )
    const smoke = await askSmoke(client, task)
    return { smoke, prints, missing: (taken.built ?? []).filter(one => !built.has(one)) }
  })
}

const printed = (name: string, print: string): Print => ({ name, count: Number(print.split(' ')[0]), print })

function unlike({ source = [], back = [], built }: Shown): string {
  const there = new Map(back.map(one => [one.name, one.print]))
  const others = source.filter(one => there.get(one.name) !== one.print).map(one => one.name)
  return [...others, ...(built?.missing ?? [])].slice(0, 10).join(', ')
}

function inWords(looked: Looked, source: readonly Print[], notCopied: readonly string[], hadMoment: boolean): string {
  const rows = source.reduce((sum, { count }) => sum + count, 0)
  const compared =
    source.length > 0
      ? `${counted(source.length, 'table')}, ${counted(rows, 'row')} equal to the source.`
      : hadMoment
        ? 'Rows were not compared: the source committed too much at once to tell which of it the copy has to hold.'
        : 'Rows were not compared.'
  return [
    `The whole server was started elsewhere: ${counted(looked.table, 'table')} sound, ${counted(looked.index, 'index', 'indexes')} of them agree.`,
    compared,
    ...(looked.other > 0 ? [`${looked.other} indexes that are no B-trees were not looked at.`] : []),
    ...notCopied,
  ].join(' ')
}

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`

/**
 * Into a new folder beside, which a person then starts; nothing that runs is touched. It recovers to the moment that was proven, with
 * a history of its own.
 */
export function putBackOf(task: BackupTask, location: string, log: readonly string[]): PutBack {
  const touched = task.touches.map(readTouch).find(touch => touch?.kind === 'postgres')
  const file = (name: string) => quoted(join(location, name))
  const unpacked = archives.map(
    ([name, into]) => `tar -xzf ${file(name)} --no-same-owner -C "$to"${into === '.' ? '' : `/${into}`}`,
  )
  const command = [
    `to="\${FIRELINE_INTO:-${touched?.resource ?? 'postgres'}_restored}"`,
    'mkdir -m 700 -- "$to"',
    ...unpacked,
    ...(log.length > 0 ? [`cp -- ${log.map(path => file(basename(path))).join(' ')} "$to"/pg_wal/`] : []),
    'rm -f -- "$to"/standby.signal "$to"/postmaster.pid',
    `cat -- ${file(confFile)} >> "$to"/postgresql.auto.conf`,
    ': > "$to"/recovery.signal',
  ].join(' && ')
  return { command, into: 'beside', secrets: [] }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
