import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { LoadLine, LoadReport } from '../api/load.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  from?: string
  to?: string
  zone?: string
  csv?: boolean
  json?: boolean
}

export function loadCommand(program: Command): void {
  program
    .command('load')
    .description('What being on call was like: hours, nights, holidays, pages and broken sleep of each.')
    .option('--from <day>', 'the first day, as 2026-11-01; otherwise 28 days before the end')
    .option('--to <day>', 'the day after the last; otherwise now')
    .option('--zone <zone>', 'where those days begin, as Europe/Berlin; otherwise UTC')
    .option('--csv', 'print it for a spreadsheet')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline load
  fireline load --from 2026-11-01 --to 2026-12-01 --zone Europe/Berlin --csv > november.csv`,
    )
    .action(load)
}

async function load({ csv, json, ...span }: Options): Promise<void> {
  const query = new URLSearchParams({ ...span, ...(csv && { format: 'csv' }) })
  const path = `/api/v1/reports/load?${query}`
  if (csv) return void process.stdout.write(await client().text(path))
  const report = await client().get<LoadReport>(path)
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : loadText(report))
}

/** A line for each, the heaviest first. */
export function loadText({ from, to, people }: LoadReport): string {
  if (people.length === 0) return 'Nobody was on call, paged or watching.\n'
  const rows = [heads, ...people.map(cells)]
  const widths = heads.map((_, n) => Math.max(...rows.map(row => row[n]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  ')
  return `${[`From ${from} to ${to}`, '', ...rows.map(line)].join('\n')}\n`
}

const heads = [
  '',
  'hours',
  'weekday',
  'weekend',
  'night',
  'holiday',
  'shifts',
  'pages',
  'a shift',
  'broken nights',
  'shadow hours',
]

const cells = ({ name, hours, shifts, pages, pagesPerShift, brokenNights, shadowHours }: LoadLine): string[] => [
  oneLine(name),
  ...[hours.all, hours.weekday, hours.weekend, hours.night, hours.holiday, shifts, pages].map(String),
  pagesPerShift === null ? '-' : String(pagesPerShift),
  String(brokenNights),
  String(shadowHours),
]
