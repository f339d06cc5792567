import { cpus } from 'node:os'
import { median, percentile, short } from '../intake/numbers.ts'
import type { Flooded } from './flood.ts'
import type { CpuOfViewers } from './viewers.ts'

/** Everything that one run measured; the same round of both in the same place. */
export interface Run {
  date: string
  /** What else ran on this machine when it began. */
  loadBefore: number
  /** Milliseconds of each key, round by round. */
  echo: { ssh: number[][]; fireline: number[][]; watcherExtra: number[][] }
  flood: Flooded[]
  viewers: CpuOfViewers[]
  joinMs: number[][]
}

interface Goal {
  says: string
  goal: number
}

const goals = {
  echoVsSsh: { says: 'a key and its echo, p50 over that of plain ssh on loopback', goal: 2 },
  watcherExtraMs: { says: 'how much later who watches sees it, p50, ms', goal: 5 },
  floodKeyMs: { says: '200 watch `yes`, 10 of them read nothing: a key and its echo, p50, ms', goal: 50 },
  floodInterruptMs: { says: 'the same: Ctrl-C to silence, ms', goal: 100 },
  floodExtraMB: { says: 'the same: memory of the server above idle, MB', goal: 150 },
  cpuVsProcessPerViewer: { says: '50 watch: CPU per MB over that of a process per viewer', goal: 0.2 },
  joinMs: { says: 'who joins sees the screen after, p50, ms', goal: 150 },
} satisfies Record<string, Goal>

function values({ echo, flood, viewers, joinMs }: Run): Record<keyof typeof goals, number[]> {
  const half = (ms: number[]) => percentile(ms, 0.5)
  return {
    echoVsSsh: echo.fireline.map((ms, i) => half(ms) / half(echo.ssh[i] ?? [])),
    watcherExtraMs: echo.watcherExtra.map(half),
    floodKeyMs: flood.map(({ keyMs }) => half(keyMs)),
    floodInterruptMs: flood.map(({ interruptMs }) => interruptMs),
    floodExtraMB: flood.map(({ extraMiB }) => extraMiB * 1.048576),
    cpuVsProcessPerViewer: viewers.map(({ fireline, processPerViewer }) => fireline / processPerViewer),
    joinMs: joinMs.map(half),
  }
}

export const asJson = (run: Run): string =>
  JSON.stringify(Object.fromEntries(Object.entries(values(run)).map(([key, of]) => [key, short(median(of))])))

/** The run as a page in Markdown: what was reached, what was not, and what it was measured from. */
export function page(run: Run): string {
  const lines = Object.entries(goals).map(([key, { says, goal }]) => {
    const of = values(run)[key as keyof typeof goals]
    const [from, is, to] = [Math.min(...of), median(of), Math.max(...of)].map(one => String(short(one)))
    const reached = median(of) <= goal ? 'reached' : '**not reached**'
    return [`${says} (\`${key}\`)`, is ?? '', from ?? '', to ?? '', `<= ${goal}`, reached]
  })
  const ms = (rounds: number[][]) => [0.1, 0.5, 0.9, 0.99].map(share => String(short(percentile(rounds.flat(), share))))
  const { echo, flood, viewers, loadBefore, date } = run
  const isBusy = loadBefore > cpus().length / 2
  const cpu = (of: keyof CpuOfViewers) => short(median(viewers.map(one => one[of] * 1000)))
  return [
    '# The shared terminal, measured',
    '',
    'Written by `npm run bench:terminal -- --write`. Everything on one machine: the server with its PostgreSQL, the keeper beside the shell, whoever types, and in a process of their own those who watch. The echo is that of a program',
    "(`stty raw -echo; exec cat`), the same on both sides: through Debian's ssh and sshd on loopback, and from a browser's socket through the server to the keeper and back. Rounds take turns; medians, and the spread of the rounds.",
    '',
    `${date}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${flood.length} rounds. Load average before: ${short(loadBefore)}${isBusy ? ' — **others were at work on this machine, so these times say little**' : ''}.`,
    '',
    ...table(['', 'median', 'from', 'to', 'goal', ''], lines),
    '',
    '## What it was measured from',
    '',
    ...table(
      ['ms', 'p10', 'p50', 'p90', 'p99'],
      [
        ['ssh', ...ms(echo.ssh)],
        ['Fireline', ...ms(echo.fireline)],
        ['who watches, later by', ...ms(echo.watcherExtra)],
        ['a key in the flood', ...ms(flood.map(({ keyMs }) => keyMs))],
        ['who joins', ...ms(run.joinMs)],
      ],
    ),
    '',
    `- The flood came to the operator at ${short(median(flood.map(one => one.megabytesASecond)))} MB/s; it is braked by credit, not by who watches.`,
    `- CPU for each MB that 50 watch: Fireline ${cpu('fireline')} ms, PostgreSQL and the keeper counted; a server that starts \`tail -f\` in a pty for each viewer ${cpu('processPerViewer')} ms, its processes counted.`,
    '',
  ].join('\n')
}

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
