import { lstat, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { type BackupTask, BackupTrouble, SourceDamaged, type Tell } from '../../steps/change/backup-driver.ts'
import type { Brake } from './brake.ts'
import { environmentOf, runTool } from './pg-tools.ts'
import type { PhysicalTools } from './physical-tools.ts'
import type { Moment } from './same-moment.ts'
import { every } from './watch.ts'

/** What a copy of a whole server says of itself, beside its archives. */
export interface AboutBase {
  fireline: 'base'
  v: 1
  major: number
  /** The source's first superuser. */
  role: string
  /** The one whose rows are compared. */
  database: string
  /** What a server needs at least to replay this one's log. */
  settings: Record<string, string>
  /** Where it stops; without one as soon as it is whole. */
  moment?: Moment
}

export const aboutFile = 'about.json'
export const confFile = 'recovery.conf'
export const archives = [
  ['base.tar.gz', '.'],
  ['pg_wal.tar.gz', 'pg_wal'],
] as const

/** Up to that moment and no further, by a history of its own: it never writes into the source's archive as if it were the source. */
export const recoveryOf = ({ moment }: Pick<AboutBase, 'moment'>): Record<string, string> => ({
  archive_mode: 'off',
  restore_command: 'false',
  ...(moment
    ? { recovery_target_lsn: moment.lsn, recovery_target_inclusive: 'off' }
    : { recovery_target: 'immediate' }),
  recovery_target_action: 'promote',
})

/** The whole server into two archives with a list of all files and their sha256, at the pace of the task. */
export async function baseBackup(
  task: BackupTask,
  client: pg.Client,
  { tools, location, brake }: { tools: PhysicalTools; location: string; brake: Brake },
  signal: AbortSignal,
  tell?: Tell,
): Promise<void> {
  const checkpoint = task.pace === 'gentle' ? 'spread' : 'fast'
  const how = ['--format=tar', '--compress=1', '--wal-method=stream', `--checkpoint=${checkpoint}`, '--no-password']
  const args = [...how, '--manifest-checksums=SHA256', `--pgdata=${location}`]
  const said = async () => tell?.({ phase: 'copy', done: await sizeOf(location), unit: 'bytes' })
  try {
    await every(1_000, said, () => runTool(tools.baseBackup, args, environmentOf(client, task.url), signal, brake))
  } catch (error) {
    if (error instanceof BackupTrouble && /checksum/i.test(error.message))
      throw new SourceDamaged(
        `The source itself is damaged: ${error.message.replace(/\.?$/, '.')} Find what holds that page (pg_amcheck --heapallindexed): an index is built anew by REINDEX, rows come from an older copy.`,
      )
    throw error
  }
}

/** The log from where the backup ended up to `end`, as files of the copy. */
export async function logUntil(
  task: BackupTask,
  client: pg.Client,
  { tools, location, end }: { tools: PhysicalTools; location: string; end: string },
  signal: AbortSignal,
): Promise<void> {
  const folder = join(task.folder, 'log')
  await mkdir(folder, { mode: 0o700 })
  // It goes on with what it finds unfinished: so it begins with the file in which the backup ended.
  await writeFile(join(folder, `${await lastLogOf(client, location)}.partial`), '', { mode: 0o600 })
  const args = [`--directory=${folder}`, `--endpos=${end}`, '--no-loop', '--no-password']
  await runTool(tools.receive, args, environmentOf(client, task.url), signal)
  for (const name of await readdir(folder))
    await rename(join(folder, name), join(location, name.replace('.partial', '')))
  await rm(folder, { recursive: true })
}

/** Files of the log that lie beside the archives. */
export async function logOf(location: string): Promise<string[]> {
  const names = await readdir(location)
  return names.filter(name => /^[0-9A-F]{24}$/.test(name)).map(name => join(location, name))
}

async function lastLogOf(client: pg.Client, location: string): Promise<string> {
  const manifest = await readFile(join(location, 'backup_manifest'), 'utf8')
  const ends = /"WAL-Ranges":\s*\[\s*\{[^\]]*"End-LSN":\s*"([0-9A-F]+\/[0-9A-F]+)"/.exec(manifest)?.[1]
  if (ends === undefined) throw new BackupTrouble('The list of files of this copy does not say where it ends.')
  const { rows } = await client.query<{ name: string }>('select pg_walfile_name($1::pg_lsn) as name', [ends])
  return rows[0]?.name ?? ''
}

export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await lstat(join(folder, name))).size
  return bytes
}

export async function readAbout(location: string): Promise<AboutBase> {
  return JSON.parse(await readFile(join(location, aboutFile), 'utf8')) as AboutBase
}

/** What it is, and the lines that a person's server needs to stop where this was proven. */
export async function writeAbout(location: string, about: AboutBase): Promise<void> {
  const lines = Object.entries(recoveryOf(about)).map(([name, value]) => `${name} = '${value}'\n`)
  const head = '# Written by Fireline. Take these lines out once this server is the one in use.\n'
  await writeFile(join(location, confFile), head + lines.join(''), { mode: 0o600 })
  await writeFile(join(location, aboutFile), `${JSON.stringify(about)}\n`, { mode: 0o600 })
}

/** Of this folder and what lies in it: on disk for good. */
export async function synced(folder: string): Promise<void> {
  for (const name of [...(await readdir(folder)), '.']) {
    const file = await open(join(folder, name), 'r')
    await file.sync()
    await file.close()
  }
}
