import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../../src/integrations/postgres/pg-tools.ts'
import { percentile } from '../intake/numbers.ts'
import { ours } from './chains.ts'
import type { Source } from './source.ts'

export interface Loaded {
  perSecond: number
  p99Ms: number
  /** What was begun when, and the p99 from then to the next. */
  phases: Record<string, number>
}

/** Transactions a second that this machine can do at most, with nothing beside. */
export async function capacity(source: Source, pgbench: string, seconds: number): Promise<number> {
  const said = await runTool(pgbench, ['-n', '-c', '8', '-j', '2', '-T', String(seconds)], source.env, never)
  return Number(/tps = ([\d.]+)/.exec(said)?.[1])
}

/** The load alone, for some seconds. */
export const alone = (source: Source, pgbench: string, rate: number, seconds: number): Promise<Loaded> =>
  load(source, pgbench, rate, stop => void setTimeout(stop, seconds * 1_000))

/** The load while a copy is taken and proven gently; measured from its first second to its last. */
export async function beside(source: Source, pgbench: string, rate: number, home: string) {
  let seconds = 0
  let failed: unknown
  const loaded = await load(source, pgbench, rate, (stop, enters) => {
    void ours(source, home, 'gentle', enters)
      .then(took => (seconds = took))
      .catch(error => (failed = error))
      .finally(stop)
  })
  if (failed) throw failed
  return { ...loaded, seconds }
}

const never = new AbortController().signal

type Begin = (stop: () => void, enters: (phase: string) => void) => void

/** pgbench writes each transaction with the time it took from when it should have begun. */
async function load(source: Source, pgbench: string, rate: number, begin: Begin): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-load-'))
  const stopped = new AbortController()
  const args = [
    '-n',
    '-c',
    '8',
    '-j',
    '2',
    '-T',
    '3600',
    '-R',
    String(rate),
    '-l',
    `--log-prefix=${join(folder, 'log')}`,
  ]
  const begun: { phase: string; at: number }[] = []
  const enters = (phase: string) => {
    if (begun.at(-1)?.phase !== phase) begun.push({ phase, at: Date.now() / 1_000 })
  }
  begin(() => stopped.abort(), enters)
  await runTool(pgbench, args, source.env, stopped.signal).catch(error => {
    if (!stopped.signal.aborted) throw error
  })
  const done = readdirSync(folder).flatMap(name => readFileSync(join(folder, name), 'utf8').split('\n').flatMap(read))
  rmSync(folder, { recursive: true })
  const times = done.map(one => one.at)
  const took = done.map(one => one.ms)
  // By its own times: what it had not written yet when it was stopped is missing from both.
  return {
    perSecond: done.length / (percentile(times, 1) - percentile(times, 0)),
    p99Ms: percentile(took, 0.99),
    phases: byPhase(done, begun),
  }
}

function byPhase(done: readonly { at: number; ms: number }[], begun: readonly { phase: string; at: number }[]) {
  const phases: Record<string, number> = {}
  for (const [i, { phase, at }] of begun.entries()) {
    const until = begun[i + 1]?.at ?? Number.POSITIVE_INFINITY
    const took = done.filter(one => one.at >= at && one.at < until).map(one => one.ms)
    if (took.length > 0) phases[phase] = percentile(took, 0.99)
  }
  return phases
}

/** client, number, microseconds, script, second, microsecond, lag; a line that was cut is none. */
function read(line: string): { at: number; ms: number }[] {
  const [, , took, , second, micros, lag] = line.split(' ').map(Number)
  if (took === undefined || second === undefined || micros === undefined || lag === undefined) return []
  return [{ at: second + micros / 1e6, ms: took / 1_000 }]
}
