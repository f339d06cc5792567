import { cpus } from 'node:os'
import type { Burst } from './burst.ts'
import { cells, type Measured, type Round } from './cells.ts'
import { median, short } from './numbers.ts'
import type { Storm } from './storm.ts'

/** Everything that one run measured; the same round of both in the same place. */
export interface Run {
  date: string
  alertmanager: Round[]
  fireline: Round[]
  bursts: { alertmanager: Burst[]; fireline: Burst[] }
  memory: { alertmanager: number; fireline: number }
  restarts: number[]
  storm: Storm
}

type Goals = Record<string, { says: string; goal: string; isReached(value: number): boolean }>

const atLeast = (goal: number) => ({ goal: `>= ${goal}`, isReached: (value: number) => value >= goal })
const atMost = (goal: number) => ({ goal: `<= ${goal}`, isReached: (value: number) => value <= goal })

const goals: Goals = {
  new1: { says: 'new alerts, one a request', ...atLeast(1) },
  new64: { says: 'new alerts, 64 a request', ...atLeast(2) },
  new500: { says: 'new alerts, 500 a request', ...atLeast(2.3) },
  refire1: { says: 'told again, one a request', ...atLeast(1) },
  refire64: { says: 'told again, 64 a request', ...atLeast(3.5) },
  refire500: { says: 'told again, 500 a request', ...atLeast(3.5) },
  cpuAnswer64: { says: 'CPU of a new alert until it is kept and answered', ...atMost(0.35) },
  cpuNew64: { says: 'CPU of a new alert until it is in its row, PostgreSQL counted', ...atMost(0.35) },
  p99New64: { says: 'p99 of a request of 64 new ones', ...atMost(0.5) },
  memoryPer10k: { says: 'memory for 10,000 active alerts', ...atMost(0.5) },
  burst100kAck: { says: '100,000 at once: answered', ...atLeast(2) },
  burst100kStored: { says: '100,000 at once: all in tables, over the time to answer', ...atMost(3) },
  restart60kSeconds: { says: 'seconds from start to ready with 60,000 active alerts', ...atMost(1) },
}

/** Each round's ratio by its key; what is measured once, once. */
export function ratios(run: Run): Record<string, number[]> {
  const of = (name: keyof Round, field: keyof Measured) =>
    run.fireline.map((round, i) => (round[name]?.[field] ?? 0) / (run.alertmanager[i]?.[name]?.[field] ?? 0))
  const rates = cells.flatMap(({ batch }) => (['new', 'refire'] as const).map(kind => `${kind}${batch}` as const))
  const { bursts } = run
  return {
    ...Object.fromEntries(rates.map(name => [name, of(name, 'alertsPerSecond')])),
    cpuAnswer64: of('new64', 'cpuToAnswer'),
    cpuNew64: of('new64', 'cpuToEnd'),
    p99New64: of('new64', 'p99Ms'),
    memoryPer10k: [run.memory.fireline / run.memory.alertmanager],
    burst100kAck: bursts.fireline.map((one, i) => one.alertsPerSecond / (bursts.alertmanager[i]?.alertsPerSecond ?? 0)),
    burst100kStored: bursts.fireline.map(one => one.storedSeconds / one.answeredSeconds),
    restart60kSeconds: run.restarts,
  }
}

export const asJson = (run: Run): string =>
  JSON.stringify(Object.fromEntries(Object.entries(ratios(run)).map(([key, of]) => [key, short(median(of))])))

/** The run as a page in Markdown: what was reached, what was not, and what it was measured from. */
export function page(run: Run): string {
  return [
    '# Intake beside Alertmanager, measured',
    '',
    "Written by `npm run bench:intake -- --write`. Debian's `prometheus-alertmanager` (memory alone) and the whole of Fireline (keys, grouping,",
    'synced accept log, PostgreSQL) take the same requests in turns; the sender runs on the same cores. Ratios are Fireline over',
    'Alertmanager of the same round; medians, and the spread of the rounds. A wall clock on a shared machine is worth less than its CPU.',
    '',
    `${run.date}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${run.fireline.length} rounds.`,
    '',
    ...table(
      ['', 'median', 'from', 'to', 'goal', ''],
      Object.entries(ratios(run)).map(([key, of]) => lineOf(key, of)),
    ),
    '',
    '## What it was measured from',
    '',
    ...table(
      ['', 'alerts/s', 'p99 ms', 'CPU us to the answer', 'CPU us to the end'],
      [...cellLines('Alertmanager', run.alertmanager), ...cellLines('Fireline', run.fireline)],
    ),
    '',
    ...measuredOnce(run),
    '',
  ].join('\n')
}

function lineOf(key: string, of: readonly number[]): string[] {
  const { says, goal, isReached } = goals[key] ?? { says: key, goal: '', isReached: () => true }
  const value = median(of)
  const spread = [Math.min(...of), Math.max(...of)].map(one => String(short(one)))
  return [
    `${says} (\`${key}\`)`,
    String(short(value)),
    ...spread,
    goal,
    isReached(value) ? 'reached' : '**not reached**',
  ]
}

function cellLines(name: string, rounds: readonly Round[]): string[][] {
  return Object.keys(rounds[0] ?? {}).map(cell => {
    const of = (field: keyof Measured) =>
      String(short(median(rounds.map(round => round[cell as keyof Round]?.[field] ?? 0))))
    return [`${name} ${cell}`, of('alertsPerSecond'), of('p99Ms'), of('cpuToAnswer'), of('cpuToEnd')]
  })
}

function measuredOnce({ memory, bursts, storm }: Run): string[] {
  const [burst] = bursts.fireline
  const ms = ([p50, p99]: [number, number]) => `${short(p50)} and ${short(p99)} ms`
  return [
    `- Memory for 10,000 active alerts: ${short(memory.fireline)} MiB, Alertmanager ${short(memory.alertmanager)} MiB.`,
    `- 100,000 at once: answered after ${short(burst?.answeredSeconds ?? 0)} s, all in tables after ${short(burst?.storedSeconds ?? 0)} s; Alertmanager answers after ${short(bursts.alertmanager[0]?.answeredSeconds ?? 0)} s.`,
    `- A storm of 10,000 in 60 s on one key: ${storm.taken} taken, ${storm.refused} refused. p50 and p99 of another key's alert: ${ms(storm.otherKey.quiet)} before, ${ms(storm.otherKey.storm)} in the storm; of a press on the button of the incident that the storm joins: ${ms(storm.acknowledge.quiet)} before, ${ms(storm.acknowledge.storm)} in it.`,
  ]
}

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
