import { chownSync, closeSync, copyFileSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BackupTask, BackupTrouble } from '../steps/change/backup-driver.ts'
import { startServer } from '../store/embedded/server.ts'
import type { ServerUser } from '../store/embedded/server-user.ts'
import { runProgram } from './run-program.ts'
import { scratchFolder } from './scratch-folder.ts'

/** The files of a PostgreSQL, packed. */
export interface PackedCluster {
  /** Of the major that wrote it. */
  bin: string
  major: number
  /** Its first superuser. */
  role: string
  /** Archives (.tar.gz), each with the folder of the data that it is unpacked into, `.` or `pg_wal`. */
  archives: readonly (readonly [archive: string, into: string])[]
  /** Judges what was unpacked, before a server touches it. */
  check(pgdata: string): Promise<void>
  /** Files that then lie in `pg_wal` beside the others. */
  log: readonly string[]
  /** How it recovers, and what it needs for that. */
  settings: Readonly<Record<string, string>>
}

export interface StartedCopy {
  host: string
  role: string
  close(): Promise<void>
}

/** Unpacks and starts a copied PostgreSQL beside, as a server of its own that reaches nobody and that nobody reaches. */
export type StartCopy = (cluster: PackedCluster, pace: BackupTask['pace'], signal: AbortSignal) => Promise<StartedCopy>

/**
 * Nothing of what the source was told counts here: what it loads, runs, archives to, follows or subscribes to. It would archive over
 * the source's own log, and take what the source's subscriptions wait for.
 */
const neutral = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  shared_preload_libraries: '',
  archive_mode: 'off',
  archive_command: '',
  restore_command: '/bin/false',
  archive_cleanup_command: '',
  recovery_end_command: '',
  primary_conninfo: '',
  primary_slot_name: '',
  hot_standby: 'off',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  ssl: 'off',
  shared_buffers: '128MB',
  max_wal_size: '4GB',
  maintenance_work_mem: '256MB',
}

/** Of the source, and not of the data. */
const notTaken = ['standby.signal', 'recovery.signal', 'postgresql.auto.conf', 'postmaster.pid', 'postmaster.opts']
const longestRecoveryMs = 3_600_000

export function startCopied(wantedFolder: string): StartCopy {
  return async (cluster, pace, signal) => {
    const scratch = await scratchFolder(wantedFolder)
    const { folder, pgdata, user, close } = scratch
    const giveUp = () => void close().catch(() => {})
    signal.addEventListener('abort', giveUp)
    try {
      await unpack(cluster, { pgdata, user, isGentle: pace === 'gentle' }, signal)
      await cluster.check(pgdata)
      signal.throwIfAborted()
      const own = writeOwn(cluster, { folder, pgdata, user })
      await startServer({
        binaries: { bin: cluster.bin, version: String(cluster.major), root: cluster.bin },
        pgdata,
        socketFolder: scratch.socketFolder(),
        logFile: join(folder, 'log'),
        user,
        settings: { ...neutral, ...(cluster.major >= 17 && { event_triggers: 'off' }), ...cluster.settings, ...own },
        as: { user: cluster.role, database: 'template1' },
        longestRecoveryMs,
        isGentle: pace === 'gentle',
      })
      return { host: scratch.socketFolder(), role: cluster.role, close }
    } catch (error) {
      await close().catch(() => {})
      signal.throwIfAborted()
      throw error instanceof BackupTrouble
        ? error
        : new BackupTrouble(`The copy does not start as a server: ${(error as Error).message.slice(-1_000)}`)
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }
}

/** By the server's own user: what comes out of an archive can be laid nowhere else. */
async function unpack(
  { archives }: PackedCluster,
  { pgdata, user, isGentle }: { pgdata: string; user: ServerUser | undefined; isGentle: boolean },
  signal: AbortSignal,
): Promise<void> {
  for (const [archive, into] of archives) {
    const target = join(pgdata, into)
    mkdirSync(target, { recursive: true, mode: 0o700 })
    if (user) chownSync(target, user.uid, user.gid)
    const input = openSync(archive, 'r')
    try {
      const argv = ['tar', '-xzf', '-', '--no-same-owner', '-C', target]
      const { code, err } = await runProgram(argv, signal, { input, isGentle, ...(user && { user }) })
      if (code !== 0) throw new BackupTrouble(`The copy cannot be unpacked: ${err.trim().slice(0, 500)}`)
    } finally {
      closeSync(input)
    }
  }
}

/** Who may come in, how it recovers: files of ours beside the data, so that none of the source's are read. */
function writeOwn(
  { log }: PackedCluster,
  { folder, pgdata, user }: { folder: string; pgdata: string; user: ServerUser | undefined },
): Record<string, string> {
  for (const name of notTaken) rmSync(join(pgdata, name), { force: true })
  const owned = (path: string, text: string) => {
    writeFileSync(path, text, { mode: 0o600 })
    if (user) chownSync(path, user.uid, user.gid)
    return path
  }
  owned(join(pgdata, 'recovery.signal'), '')
  for (const path of log) {
    const to = join(pgdata, 'pg_wal', basename(path))
    copyFileSync(path, to)
    if (user) chownSync(to, user.uid, user.gid)
  }
  return {
    config_file: owned(join(folder, 'own.conf'), ''),
    hba_file: owned(join(folder, 'own.hba'), 'local all all trust\n'),
    ident_file: owned(join(folder, 'own.ident'), ''),
  }
}
