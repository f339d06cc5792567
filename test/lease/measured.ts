import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Went } from './campaign.ts'

const page = fileURLToPath(new URL('../../docs/hand-overs-measured.md', import.meta.url))

interface Measured {
  seed: number
  went: readonly Went[]
  troubles: readonly string[]
  tookMs: number
}

/** `npm run test:proof` keeps what came of it; every other run only says it. */
export function keepHandOvers({ seed, went, troubles, tookMs }: Measured): void {
  const sum = (of: (one: Went) => number) => went.reduce((total, one) => total + of(one), 0).toLocaleString('en')
  const rows = [
    ['date', new Date().toISOString().slice(0, 10)],
    ['seed', String(seed)],
    ['keyboards, each with its own shell and three people', String(went.length)],
    ['hand-overs, each confirmed by the program next to the shell', sum(one => one.handOvers)],
    [
      'of these taken up by "I have control"',
      sum(one => one.history.gives.filter(give => give.awaits?.askedMs).length),
    ],
    ['shells’ keepers that stood still (SIGSTOP)', sum(one => one.faults.stopped)],
    ['lines to the server cut', sum(one => one.faults.cut)],
    ['programs at the machine ended and started again', sum(one => one.faults.restarted)],
    ['browsers closed and opened again', sum(one => one.faults.reopened)],
    ['keys sent: late, early, forged, at the machine, and rightly', sum(one => one.keys)],
    ['keys that the program in the terminal got', sum(one => one.history.keys.length)],
    ['of these from anybody but the holder after the hand-over was confirmed', String(troubles.length)],
    ['minutes', (tookMs / 60_000).toFixed(1)],
  ]
  const table = rows.map(([what, much]) => `| ${what} | ${much} |`).join('\n')
  process.stdout.write(`${table}\n`)
  if (!['keep', 'full'].includes(process.env['FIRELINE_PROOF'] ?? '')) return
  const [before, after] = readFileSync(page, 'utf8').split(/(?<=\| what \| \|\n\|---\|---\|\n)(?:\|.*\n)*/)
  writeFileSync(page, `${before}${table}\n${after ?? ''}`)
}
