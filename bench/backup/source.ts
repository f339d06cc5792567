import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { runTool } from '../../src/integrations/postgres/pg-tools.ts'
import { type Binaries, copyBinaries } from '../../src/store/embedded/binaries.ts'
import { makeCluster } from '../../src/store/embedded/cluster.ts'
import { readPostmaster, stopPostmaster, superuser } from '../../src/store/embedded/postmaster.ts'
import { startServer } from '../../src/store/embedded/server.ts'
import { canReach, serverUser } from '../../src/store/embedded/server-user.ts'

export interface Source {
  url: string
  env: Record<string, string>
  bytes: number
  stop(): Promise<void>
}

/** Half of it pgbench's accounts, half rows of text, numbers and times with two indexes; about 1 GB at a scale of 34. */
const wide = (rows: number) => `
  create table events (id bigint generated always as identity primary key, at timestamptz not null, who int not null, what text not null, more jsonb);
  insert into events (at, who, what, more)
    select '2026-01-01Z'::timestamptz + i * interval '1 second', i % 5000, md5(i::text) || ' ' || md5((i * 7)::text),
           jsonb_build_object('n', i, 'from', md5((i % 1000)::text)) from generate_series(1, ${rows}) i;
  create index on events (who, at); create index on events (at); analyze events`

/** A real server that syncs what it commits, as a shop's does. */
export async function startSource(debian: Binaries, scale: number): Promise<Source> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-bench-'))
  const [pgdata, host] = [join(folder, 'pg'), join(folder, 's')]
  const user = serverUser(pgdata)
  mkdirSync(host)
  if (user) for (const path of [folder, host]) chownSync(path, user.uid, user.gid)
  const binaries = canReach(join(debian.bin, 'postgres'), user) ? debian : copyBinaries(debian, folder)
  const settings = { max_wal_size: '4GB', shared_buffers: '256MB' }
  await makeCluster(binaries, pgdata, user, { locale: ['--locale=C.UTF-8'], isScratch: true })
  await startServer({ binaries, pgdata, socketFolder: host, logFile: join(folder, 'log'), user, settings })
  const env = { PGHOST: host, PGUSER: superuser, PGDATABASE: 'postgres' }
  const going = new AbortController().signal
  await runTool(join(debian.bin, 'pgbench'), ['-i', '-q', '-s', String(scale)], env, going)
  const client = new pg.Client({ host, user: superuser, database: 'postgres' })
  await client.connect()
  await client.query(wide(scale * 45_000))
  await client.query('checkpoint')
  const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')
  await client.end()
  return {
    url: `postgres://${superuser}@${encodeURIComponent(host)}/postgres`,
    env,
    bytes: Number(rows[0]?.bytes),
    async stop() {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
