import { execFile } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from '../src/store/embedded/binaries.ts'
import { readPostmaster, stopPostmaster, superuser } from '../src/store/embedded/postmaster.ts'
import { startServer } from '../src/store/embedded/server.ts'
import { serverUser } from '../src/store/embedded/server-user.ts'
import type { OtherPostgres } from './other-postgres.ts'

export interface Replica {
  url: string
  stop(): Promise<void>
}

/** A real PostgreSQL that follows another one by its log, until it is told to be a primary itself. */
export async function startReplica(binaries: Binaries, of: OtherPostgres): Promise<Replica> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-replica-'))
  const [pgdata, host] = [join(folder, 'pg'), join(folder, 's')]
  const user = serverUser(pgdata)
  mkdirSync(host)
  if (user) for (const path of [folder, host]) chownSync(path, user.uid, user.gid)
  const args = ['-h', of.host, '-U', superuser, '-D', pgdata, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']
  await promisify(execFile)(join(binaries.bin, 'pg_basebackup'), args, { cwd: '/', ...user })
  await startServer({
    binaries,
    pgdata,
    socketFolder: host,
    logFile: join(folder, 'log'),
    user,
    settings: { fsync: 'off' },
  })
  return {
    url: `postgres://${superuser}@${encodeURIComponent(host)}/postgres`,
    async stop() {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
