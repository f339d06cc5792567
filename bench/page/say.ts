import { cpus } from 'node:os'
import { median, percentile, short } from '../intake/numbers.ts'
import type { Drained, Escalated } from './drain.ts'

/** Everything that one run measured; the same round of both in the same place. */
export interface Run {
  date: string
  /** What else ran on this machine when it began. */
  loadBefore: number
  /** Milliseconds of each page, round by round. */
  latency: { alertmanager: number[][]; fireline: number[][] }
  drained: Drained
  escalated: Escalated
}

interface Goal {
  says: string
  goal: string
  isReached(value: number): boolean
}

const atLeast = (goal: number) => ({ goal: `>= ${goal}`, isReached: (value: number) => value >= goal })
const atMost = (goal: number) => ({ goal: `<= ${goal}`, isReached: (value: number) => value <= goal })

const goals = {
  p50Ms: { says: 'last byte of the alert to first byte at the channel, p50, ms', ...atMost(5) },
  p99Ms: { says: 'the same, p99, ms', ...atMost(50) },
  vsAlertmanagerGroupWait0: { says: 'p50 over that of Alertmanager at `group_wait: 0s`', ...atMost(3) },
  drainPerSecond: { says: '10,000 pages owed at once: a second', ...atLeast(500) },
  escalationCpuShare: { says: '10,000 open incidents that wait for their next step: share of a core', ...atMost(0.05) },
} satisfies Record<string, Goal>

/** Each round's value by its key; what is measured once, once. */
function values({ latency, drained, escalated }: Run): Record<keyof typeof goals, number[]> {
  const of = (rounds: number[][], share: number) => rounds.map(ms => percentile(ms, share))
  const theirs = of(latency.alertmanager, 0.5)
  return {
    p50Ms: of(latency.fireline, 0.5),
    // A round is too short for a 99th of its own.
    p99Ms: [percentile(latency.fireline.flat(), 0.99)],
    vsAlertmanagerGroupWait0: of(latency.fireline, 0.5).map((ms, i) => ms / (theirs[i] ?? Number.NaN)),
    drainPerSecond: [drained.perSecond],
    escalationCpuShare: [escalated.share],
  }
}

export const asJson = (run: Run): string =>
  JSON.stringify(Object.fromEntries(Object.entries(values(run)).map(([key, of]) => [key, short(median(of))])))

/** The run as a page in Markdown: what was reached, what was not, and what it was measured from. */
export function page(run: Run): string {
  const { latency, drained, escalated } = run
  const lines = Object.entries(goals).map(([key, { says, goal, isReached }]) => {
    const of = values(run)[key as keyof typeof goals]
    const spread = [Math.min(...of), Math.max(...of)].map(one => String(short(one)))
    return [
      `${says} (\`${key}\`)`,
      String(short(median(of))),
      ...spread,
      goal,
      isReached(median(of)) ? 'reached' : '**not reached**',
    ]
  })
  const ms = (rounds: number[][]) => [0.5, 0.9, 0.99, 1].map(share => String(short(percentile(rounds.flat(), share))))
  return [
    '# Pages, measured',
    '',
    'Written by `npm run bench:page -- --write`. One alert after the other, each new, over an open connection; the channel is a webhook on the same machine. Fireline keeps the alert',
    "(synced), opens an incident, escalates, and owes the page, all of it committed to PostgreSQL before the page leaves, signed and with a link of its own. Debian's `prometheus-alertmanager`",
    'with `group_wait: 0s` (its default is 30 s) keeps everything in memory. Rounds take turns; medians, and the spread of the rounds. Sender, channel and database share the cores.',
    '',
    `${run.date}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${latency.fireline.length} rounds of ${latency.fireline[0]?.length ?? 0} alerts. Load average before: ${short(run.loadBefore)}${run.loadBefore > cpus().length / 2 ? ' — **others were at work on this machine, so these times say little**' : ''}.`,
    '',
    ...table(['', 'median', 'from', 'to', 'goal', ''], lines),
    '',
    '## What it was measured from',
    '',
    ...table(
      ['ms', 'p50', 'p90', 'p99', 'most'],
      [
        ['Alertmanager', ...ms(latency.alertmanager)],
        ['Fireline', ...ms(latency.fireline)],
      ],
    ),
    '',
    `- Owed at once, in one transaction, a page of an incident of its own each, to 2,000 people: ${drained.pages} left in ${short(drained.seconds)} s, ${drained.repeats} of them twice, each for ${short(drained.cpuMsEach)} ms of CPU, PostgreSQL counted. The server's memory went from ${short(drained.beforeMiB)} to ${short(drained.mostMiB)} MiB at the most; more than 300 on top fails the benchmark.`,
    `- Escalation: ${escalated.openIncidents} open incidents, watched for ${short(escalated.seconds)} s in which their timers wait; the server and its PostgreSQL, everything else they do included; of it the look whether every page left, each ten seconds: ${short(escalated.auditShare)}. A step that falls due costs what a page costs, above.`,
    '',
  ].join('\n')
}

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
