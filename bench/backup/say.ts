import { cpus } from 'node:os'
import { median, short } from '../intake/numbers.ts'
import type { Loaded } from './under-load.ts'

/** Everything that one run measured; the same round of both in the same place. */
export interface Run {
  date: string
  /** What else ran on this machine when it began. */
  loadBefore: number
  bytes: number
  /** Seconds, round by round. */
  idle: { byHand: number[]; fireline: number[] }
  loaded?: { capacity: number; rate: number; alone: Loaded[]; beside: (Loaded & { seconds: number })[] }
}

interface Goal {
  says: string
  goal: string
  isReached(value: number): boolean
}
const atLeast = (goal: number) => ({ goal: `>= ${goal}`, isReached: (value: number) => value >= goal })
const atMost = (goal: number) => ({ goal: `<= ${goal}`, isReached: (value: number) => value <= goal })

const goals = {
  vsByHand: { says: 'idle source: proven at L3, over the best chain by hand', ...atMost(1.25) },
  loadThroughput: { says: 'under load, gently: throughput, over that of the load alone', ...atLeast(0.95) },
  loadP99Factor: { says: 'under load, gently: p99 of a transaction, over that of the load alone', ...atMost(2) },
} satisfies Record<string, Goal>

function values({ idle, loaded }: Run): Record<keyof typeof goals, number[]> {
  const ratio = (of: 'perSecond' | 'p99Ms') =>
    loaded?.beside.map((one, i) => one[of] / (loaded.alone[i]?.[of] ?? Number.NaN)) ?? []
  return {
    vsByHand: idle.fireline.map((seconds, i) => seconds / (idle.byHand[i] ?? Number.NaN)),
    loadThroughput: ratio('perSecond'),
    loadP99Factor: ratio('p99Ms'),
  }
}

export const asJson = (run: Run): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(values(run)).flatMap(([key, of]) => (of.length ? [[key, short(median(of))]] : [])),
    ),
  )

/** The run as a page in Markdown: what was reached, what was not, and what it was measured from. */
export function page(run: Run): string {
  const { idle, loaded } = run
  const reached = Object.entries(goals).map(([key, { says, goal, isReached }]) => {
    const of = values(run)[key as keyof typeof goals]
    const spread = [Math.min(...of), Math.max(...of)].map(one => String(short(one)))
    const outcome = isReached(median(of)) ? 'reached' : '**not reached**'
    const cells =
      of.length > 0 ? [String(short(median(of))), ...spread, goal, outcome] : ['', '', '', goal, 'not measured']
    return [`${says} (\`${key}\`)`, ...cells]
  })
  const seconds = (of: number[]) => of.map(one => String(short(one)))
  return [
    '# Copies, measured',
    '',
    "Written by `npm run bench:backup -- --write`. The source is a PostgreSQL 15 of Debian on the same machine, half pgbench's accounts, half wide rows with text, jsonb and three indexes.",
    "By hand is `pg_dump -Fd -j2 -Z1`, `pg_restore -j2` into the same scratch server as Fireline's, and the same sums over every row of both, one after the other.",
    'Fireline does that, reads the copy in full three times for its sha256, and compares indexes and constraints. Rounds take turns; medians, and the spread of the rounds.',
    '',
    `${run.date}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, a database of ${Math.round(run.bytes / 1e6)} MB, ${idle.fireline.length} rounds. Load average before: ${short(run.loadBefore)}${run.loadBefore > cpus().length / 2 ? ' — **others were at work on this machine, so these times say little; the ratios are of rounds in turns**' : ''}.`,
    '',
    ...table(['', 'median', 'from', 'to', 'goal', ''], reached),
    '',
    '## What it was measured from',
    '',
    ...table(
      ['seconds', ...idle.fireline.map((_, i) => `round ${i + 1}`)],
      [
        ['by hand', ...seconds(idle.byHand)],
        ['Fireline', ...seconds(idle.fireline)],
      ],
    ),
    '',
    ...(loaded
      ? [
          `Under load: \`pgbench -R ${Math.round(loaded.rate)}\`, 30 % of the ${Math.round(loaded.capacity)} transactions a second that this machine does with nothing beside; it syncs what it commits. The copy is taken and proven beside it, on the same cores, with \`pace: gentle\`: one connection, behind everybody else on the host, rows summed in pieces with pauses, and less of the time while \`select 1\` takes more than twice as long as at first.`,
          '',
          ...table(
            ['round', 'alone, a second', 'beside', 'alone, p99 ms', 'beside', 'proven in, s'],
            loaded.beside.map((one, i) => {
              const was = loaded.alone[i] ?? { perSecond: Number.NaN, p99Ms: Number.NaN }
              return [i + 1, was.perSecond, one.perSecond, was.p99Ms, one.p99Ms, one.seconds].map(n => String(short(n)))
            }),
          ),
          '',
          'Where it costs, p99 of a transaction in ms from the time that each part began:',
          '',
          ...table(
            ['round', ...parts],
            loaded.beside.map(({ phases }, i) => [
              String(i + 1),
              ...parts.map(part => (phases[part] === undefined ? '' : String(short(phases[part])))),
            ]),
          ),
          '',
        ]
      : []),
  ].join('\n')
}

/** Of a copy: `start` is that of the server that it is put into. */
const parts = ['copy', 'start', 'restore', 'compare']

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
