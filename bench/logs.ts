// How well patterns are found in labelled logs, and how fast: bench:logs -- <folder> [--out <folder>] [--lines n] [--json] [--write].
// Every <Name>_2k.log below the folder is mined; nothing is configured for any of them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asCsv } from './logs/csv.ts'
import { type Mined, mineSample, samplesIn } from './logs/samples.ts'
import { numbers, page, type Run } from './logs/say.ts'
import type { Labelled } from './logs/score.ts'
import { measureSpeed } from './logs/speed.ts'

const args = process.argv.slice(2)
const valueOf = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const folder = args[0]
if (folder === undefined || folder.startsWith('--'))
  throw new Error('Name a folder with <Name>_2k.log files in it: npm run -s bench:logs -- <folder> [--out <folder>]')
const lines = Number(valueOf('--lines') ?? 1_000_000)
if (!Number.isInteger(lines) || lines < 1) throw new Error('--lines takes a whole number, 1 or more')

const samples = samplesIn(folder)
if (samples.length === 0) throw new Error(`There is no <Name>_2k.log in ${folder}.`)
const mined = samples.map(mineSample)
const out = valueOf('--out')
if (out !== undefined) writeLabels(mined, out)
const run = await measure()
if (args.includes('--write'))
  writeFileSync(fileURLToPath(new URL('../docs/logs-measured.md', import.meta.url)), page(run))
process.stdout.write(args.includes('--json') ? `${JSON.stringify(numbers(run))}\n` : page(run))

async function measure(): Promise<Run> {
  const [date, loadBefore] = [new Date().toISOString().slice(0, 10), loadavg()[0] ?? 0]
  const home = mkdtempSync(join(tmpdir(), 'fireline-bench-logs-'))
  try {
    return { date, loadBefore, mined, speed: await measureSpeed(samples, home, lines) }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function writeLabels(all: readonly Mined[], to: string): void {
  mkdirSync(to, { recursive: true })
  const rows = (labelled: readonly Labelled[]) =>
    asCsv([
      ['LineId', 'EventId', 'EventTemplate'],
      ...labelled.map(({ group, template }, n) => [n + 1, group, template]),
    ])
  for (const { name, raw, content } of all) {
    writeFileSync(join(to, `${name}.csv`), rows(raw))
    if (content) writeFileSync(join(to, `${name}.content.csv`), rows(content))
  }
}
