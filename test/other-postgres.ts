import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Binaries, copyBinaries } from '../src/store/embedded/binaries.ts'
import { makeCluster } from '../src/store/embedded/cluster.ts'
import { readPostmaster, stopPostmaster, superuser } from '../src/store/embedded/postmaster.ts'
import { startServer } from '../src/store/embedded/server.ts'
import { canReach, serverUser } from '../src/store/embedded/server-user.ts'
import { until } from './harness.ts'

export interface OtherPostgres {
  host: string
  url: string
  /** Its immediate shutdown: every connection breaks, and what was not committed is gone. */
  stopNow(): Promise<void>
  /** On what it left, with the recovery that takes. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/** Another real PostgreSQL beside the run's one, of these programs; gone after `stop`. */
export async function startOther(programs: Binaries, locale?: string[]): Promise<OtherPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-other-'))
  const [pgdata, host] = [join(folder, 'pg'), join(folder, 's')]
  const user = serverUser(pgdata)
  mkdirSync(host)
  if (user) for (const path of [folder, host]) chownSync(path, user.uid, user.gid)
  const binaries = canReach(join(programs.bin, 'postgres'), user) ? programs : copyBinaries(programs, folder)
  await makeCluster(binaries, pgdata, user, { locale, isScratch: true })
  const plan = {
    binaries,
    pgdata,
    socketFolder: host,
    logFile: join(folder, 'log'),
    user,
    settings: { fsync: 'off' },
  }
  await startServer(plan)
  return {
    host,
    url: `postgres://${superuser}@${encodeURIComponent(host)}/postgres`,
    async stopNow() {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) process.kill(postmaster.pid, 'SIGQUIT')
      await until(() => readPostmaster(pgdata) === undefined, 'PostgreSQL to stop', 20_000)
    },
    async startAgain() {
      await startServer(plan)
    },
    async stop() {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
