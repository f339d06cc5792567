import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyAndProve } from '../../src/hosts/copy-and-prove.ts'
import { scratchCluster } from '../../src/hosts/scratch-cluster.ts'
import { inForm, sumsOf } from '../../src/integrations/postgres/fingerprint.ts'
import { pgDump } from '../../src/integrations/postgres/pg-dump.ts'
import { findTools, runTool } from '../../src/integrations/postgres/pg-tools.ts'
import { openPinned } from '../../src/integrations/postgres/source.ts'
import type { BackupDriver } from '../../src/steps/change/backup-driver.ts'
import type { Source } from './source.ts'

const going = new AbortController().signal
const tables = ['events', 'pgbench_accounts', 'pgbench_branches', 'pgbench_history', 'pgbench_tellers']

/** Seconds until the copy is proven by Fireline, as it does it for an incident. */
export async function ours(
  source: Source,
  home: string,
  pace: 'full' | 'gentle',
  enters: (phase: string) => void = () => {},
): Promise<number> {
  const startedAt = performance.now()
  const driver = inPhases(pgDump(scratchCluster(join(home, 'scratch'))), enters)
  const folder = join(home, 'backups', 'ours')
  const proven = await copyAndProve(driver, { backup: 'b', touches: ['pg:shop'], folder, url: source.url, pace }, going)
  if (proven.level !== 'L3') throw new Error(`not proven: ${proven.proof}`)
  const seconds = (performance.now() - startedAt) / 1_000
  rmSync(folder, { recursive: true })
  return seconds
}

/** It says what it does next: copy, start (of a scratch server), restore, compare. */
function inPhases(driver: BackupDriver, enters: (phase: string) => void): BackupDriver {
  return {
    ...driver,
    take(...args) {
      enters('copy')
      return driver.take(...args)
    },
    prove(task, taken, signal) {
      enters('start')
      return driver.prove(task, taken, signal, step => enters(step.phase))
    },
  }
}

/** The best chain by hand: dump and restore with two connections each, then both sides summed by the same SQL and compared. */
export async function byHand(source: Source, home: string): Promise<number> {
  const startedAt = performance.now()
  const tools = await findTools()
  if (!tools) throw new Error('pg_dump is not installed')
  const folder = join(home, 'by-hand')
  mkdirSync(folder, { recursive: true })
  const copy = join(folder, 'copy')
  await runTool(tools.dump, ['-Fd', '-j2', '-Z1', '-f', copy], source.env, going)
  const scratch = await scratchCluster(join(home, 'scratch'))()
  const into = { PGHOST: scratch.host, PGUSER: scratch.user, PGDATABASE: scratch.database }
  await runTool(tools.restore, ['-e', '-O', '-x', '-j2', '-d', scratch.database, copy], into, going)
  const [there, here] = [await sumsAt(source.url), await sumsAt(scratch)]
  if (there !== here) throw new Error('by hand: restored, but not equal')
  await scratch.close()
  rmSync(folder, { recursive: true })
  return (performance.now() - startedAt) / 1_000
}

async function sumsAt(where: string | { host: string; user: string; database: string }): Promise<string> {
  const client = await openPinned(typeof where === 'string' ? { connectionString: where } : where)
  try {
    const prints: string[] = []
    for (const table of tables) prints.push(inForm('hash', await sumsOf(client, `public.${table} t`, 'hash')))
    return prints.join('\n')
  } finally {
    await client.end()
  }
}
