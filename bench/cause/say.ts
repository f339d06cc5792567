import { short } from '../intake/numbers.ts'

export interface Ranked {
  id: string
  type: string
  service: string
  ranked: string[]
  isTie: boolean
}

export interface Run {
  date: string
  faults: readonly Ranked[]
  seconds: number
}

/** From 1 on; far behind when it is not there. */
const rankOf = ({ ranked, service }: Ranked): number => ranked.indexOf(service) + 1 || Number.POSITIVE_INFINITY

const share = (faults: readonly Ranked[], within: number): number =>
  faults.filter(fault => rankOf(fault) <= within).length / faults.length

/** Shares of faults whose service is among the first so many; the mean of 1 over its rank. */
export function numbers({ faults }: Run) {
  const mrr = faults.reduce((sum, fault) => sum + 1 / rankOf(fault), 0) / faults.length
  const round = (n: number): number => Number(n.toFixed(4))
  return { as1: round(share(faults, 1)), as3: round(share(faults, 3)), as5: round(share(faults, 5)), mrr: round(mrr) }
}

export function page(run: Run): string {
  const { as1, as3, as5, mrr } = numbers(run)
  const byType = [...Map.groupBy(run.faults, ({ type }) => type)]
  const goal = (n: number, least: number) => [String(n), `>= ${least}`, n >= least ? 'reached' : '**not reached**']
  return [
    '# Where it starts, measured',
    '',
    'Written by `npm run -s bench:cause -- <folder> --write`. In the folder lies `faults*.jsonl` with injected faults, for each a minute of logs and traces with the fault and one without; here the development half of the Train Ticket part of Nezha (G. Yu and others, ESEC/FSE 2023, https://github.com/IntelligentDDS/Nezha), which is no part of this project.',
    'Services are ranked by `src/traces/suspects.ts` (decisions/0108). Its weights were chosen while looking at these very faults: expect less of others. Counting how often each line came, the best simple baseline on all 45 faults, has 0.156 and 0.333.',
    '',
    ...table(
      ['', 'measured', 'goal', ''],
      [
        ['the service at fault is first (`as1`)', ...goal(as1, 0.7)],
        ['among the first three (`as3`)', ...goal(as3, 0.9)],
        ['among the first five (`as5`)', String(as5), '', ''],
        ['mean of 1 / rank (`mrr`)', String(mrr), '', ''],
      ],
    ),
    '',
    `${run.date}, ${run.faults.length} faults in ${short(run.seconds)} s. With "within the noise" said: ${run.faults.filter(({ isTie }) => isTie).length}, of which ${run.faults.filter(fault => fault.isTie && rankOf(fault) === 1).length} were right all the same; without: ${run.faults.filter(({ isTie }) => !isTie).length}, of which ${run.faults.filter(fault => !fault.isTie && rankOf(fault) === 1).length} were right.`,
    '',
    ...table(
      ['kind of fault', 'faults', 'first', 'among three', 'ranks'],
      byType.map(([type, faults]) => [
        type,
        String(faults.length),
        String(faults.filter(fault => rankOf(fault) === 1).length),
        String(faults.filter(fault => rankOf(fault) <= 3).length),
        faults.map(rankOf).join(' '),
      ]),
    ),
    '',
  ].join('\n')
}

const table = (head: string[], lines: string[][]): string[] =>
  [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`)
