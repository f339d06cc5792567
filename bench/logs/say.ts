import { cpus } from 'node:os'
import { short } from '../intake/numbers.ts'
import type { Mined } from './samples.ts'
import type { Score } from './score.ts'
import type { Speed } from './speed.ts'

export interface Run {
  date: string
  /** What else ran on this machine when it began. */
  loadBefore: number
  mined: readonly Mined[]
  speed: Speed
}

const mean = (of: readonly number[]): number => of.reduce((sum, n) => sum + n, 0) / of.length
const round = (n: number): number => Number(n.toFixed(4))

/** Means over the samples that have a truth; from their column Content, and `rawGa` from their lines. */
export function numbers({ mined, speed }: Run) {
  const scored = mined.flatMap(({ score, rawScore }) => (score && rawScore ? [{ score, rawScore }] : []))
  const of = (key: keyof Score) => round(mean(scored.map(({ score }) => score[key])))
  return {
    ga: of('ga'),
    fga: of('fga'),
    pa: of('pa'),
    fta: of('fta'),
    linesPerSecond: Math.round(speed.linesPerSecond),
    peakMB: Math.round(speed.peakMB),
    rawGa: round(mean(scored.map(({ rawScore }) => rawScore.ga))),
  }
}

export function page(run: Run): string {
  const { mined, speed } = run
  const is = numbers(run)
  const goals: [string, number, string, boolean][] = [
    ['mean GA, original truth, from the column Content (`ga`)', is.ga, '>= 0.95', is.ga >= 0.95],
    ['mean FGA, original truth (`fga`)', is.fga, '>= 0.92', is.fga >= 0.92],
    ['mean PA, corrected truth (`pa`)', is.pa, '>= 0.65', is.pa >= 0.65],
    ['mean FTA, corrected truth (`fta`)', is.fta, '>= 0.60', is.fta >= 0.6],
    ['mean GA from the raw lines (`rawGa`)', is.rawGa, 'within 0.02', Math.abs(is.rawGa - is.ga) <= 0.02],
    [
      'lines a second, one thread, file to patterns (`linesPerSecond`)',
      is.linesPerSecond,
      '>= 300000',
      is.linesPerSecond >= 300_000,
    ],
    ['peak memory, MB (`peakMB`)', is.peakMB, '<= 200', is.peakMB <= 200],
  ]
  const cells = (score: Score | undefined) =>
    score ? [score.ga, score.fga, score.pa, score.fta].map(n => n.toFixed(4)) : ['', '', '', '']
  return [
    '# Patterns of logs, measured',
    '',
    'Written by `npm run -s bench:logs -- <folder> --write`. In the folder lie labelled samples of 2,000 lines, `<Name>_2k.log`, here those of Loghub (J. Zhu and others, ISSRE 2023, https://github.com/logpai/loghub), which are no part of this project. [logs.md](logs.md) says what is done with a line, and which of these samples were looked at while it was made.',
    '',
    ...table(
      ['', 'measured', 'goal', ''],
      goals.map(([says, n, goal, ok]) => [says, String(n), goal, ok ? 'reached' : '**not reached**']),
    ),
    '',
    `${run.date}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, load average before: ${short(run.loadBefore)}${run.loadBefore > cpus().length / 2 ? ', **so others were at work and the lines a second say little**' : ''}.`,
    `Speed: ${speed.lines} lines, ${Math.round(speed.bytes / 1e6)} MB, of the same logs, each with fresh digits, best of three; ${Math.round(speed.linesPerCpuSecond)} lines for each second of processor time; ${speed.shapes} shapes of lines.`,
    '',
    ...table(
      ['log', 'GA', 'FGA', 'PA', 'FTA', 'GA from raw lines'],
      mined.map(({ name, score, rawScore }) => [name, ...cells(score), rawScore?.ga.toFixed(4) ?? '']),
    ),
    '',
  ].join('\n')
}

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
