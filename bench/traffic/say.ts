import { cpus } from 'node:os'
import { median, short } from '../intake/numbers.ts'
import type { WentBack } from './going-back.ts'
import type { Switched } from './switching.ts'

export interface Run {
  date: string
  loadBefore: number
  version: string
  switched: Switched[]
  back: WentBack[]
}

const sum = (of: readonly number[]) => of.reduce((all, one) => all + one, 0)

/** What the promises are about: of the way back the worst of all rounds. */
export function numbers({ switched, back }: Run) {
  return {
    requests: sum(switched.map(one => one.sent)),
    failed: sum(switched.map(one => one.failed)),
    revertSeconds: short(Math.max(...back.map(one => one.backSeconds))),
    revertFailedShare: short(Math.max(...back.map(one => one.failed / one.sent))),
  }
}

/** The run as a page in Markdown. */
export function page(run: Run): string {
  const { requests, failed, revertSeconds, revertFailedShare } = numbers(run)
  const isBusy = run.loadBefore > cpus().length / 2
  const goal = (is: boolean) => (is ? 'reached' : '**not reached**')
  return [
    '# Moved traffic, measured',
    '',
    'Written by `npm run bench:traffic -- --write`. HAProxy, both web servers (Node) and the visitors are processes of one machine. Half of the visitors keep their connection,',
    'half make a new one for each request, and none asks a second time: an answer other than 200, or none, is a failed request.',
    '',
    `${run.date}, HAProxy ${run.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}. Load average before: ${short(run.loadBefore)}${isBusy ? ' — **others were at work on this machine, so these times say little**' : ''}.`,
    '',
    '| | measured | goal | |',
    '| --- | --- | --- | --- |',
    `| requests while traffic went to the stand-by and back ${sum(run.switched.map(one => one.switches))} times | ${requests.toLocaleString('en')} | >= 100,000 | ${goal(requests >= 100_000)} |`,
    `| of them failed | ${failed} | 0 | ${goal(failed === 0)} |`,
    `| the stand-by breaks with all traffic on it: back, and counted to be back, after (worst) | ${revertSeconds} s | <= 5 s | ${goal(revertSeconds <= 5)} |`,
    `| failed, of the requests of the minute around it (worst) | ${short(revertFailedShare * 100)} % | < 0.5 % | ${goal(revertFailedShare < 0.005)} |`,
    '',
    '## What it was measured from',
    '',
    `A move is 5 %, all, and the way back; each is over when the proxy counted the share (within 3 points of 200 requests): median ${short(median(run.switched.flatMap(one => one.assertedMs)))} ms.`,
    'A Fireline in a process of its own moves it, asked over its API: looked at, 5 % for a second, then all. The proxy looks each second (`inter 1s fastinter 200ms fall 3`); Fireline asks it each 50 ms, and goes back',
    'when it has the stand-by down or when more than half of 20 requests failed. It is back when its timeline says so, which is after the proxy counted it.',
    'A request that finds nobody there is tried again by HAProxy (`option redispatch`, its default of 3 retries), which is why few fail when the stand-by dies.',
    '',
    '| the stand-by | seen after | back after | requests | failed |',
    '| --- | --- | --- | --- | --- |',
    ...run.back.map(
      one =>
        `| ${one.fault} | ${short(one.seenSeconds)} s | ${short(one.backSeconds)} s | ${one.sent.toLocaleString('en')} | ${one.failed} |`,
    ),
    '',
  ].join('\n')
}
