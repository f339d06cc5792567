import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Command } from 'commander'
import { logMiner, type Mined } from '../logs/miner.ts'
import type { Pattern } from '../logs/patterns.ts'
import { columns, print } from './print.ts'
import { oneLine } from './which-incident.ts'
import { offsetMinutesOf } from './zone-offset.ts'

interface Options {
  onset?: string
  zone: string
  limit: string
  json?: boolean
}

export function patternsCommand(program: Command): void {
  program
    .command('patterns')
    .description(
      'What a log says, each kind of line once, with how often; with --onset, what is new or gone since. Reads here, asks no server, keeps nothing.',
    )
    .argument('[files...]', 'logs, also .gz; otherwise what is piped in')
    .option('--onset <time>', 'when it began, RFC 3339')
    .option('--zone <offset>', 'of times that say none, like +02:00', '+00:00')
    .option('--limit <n>', 'how many to print', '40')
    .option('--json', 'print all of them as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline patterns /var/log/shop/app.log /var/log/shop/app.log.1.gz
  ssh web-1 cat /var/log/shop/app.log | fireline patterns --onset 2026-11-28T09:20:00Z
  fireline patterns app.log --onset 2026-11-28T09:20:00Z | fireline attach "what is new since 09:20"`,
    )
    .action(patterns)
}

async function patterns(files: string[], options: Options): Promise<void> {
  const onset = options.onset === undefined ? undefined : Date.parse(options.onset)
  if (Number.isNaN(onset)) throw new Error(`${options.onset} is no time: write it like 2026-11-28T09:20:00Z.`)
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new Error('--limit takes a whole number, 1 or more.')
  const mined = await mine(files, offsetMinutesOf(options.zone))
  print(mined, options.json, patternsText(mined, onset, limit))
}

/** The files one after the other, as one log. */
async function mine(files: readonly string[], offsetMinutes: number): Promise<Mined> {
  const now = new Date()
  const miner = logMiner({ times: { offsetMinutes, year: now.getUTCFullYear(), until: now.getTime() } })
  const add = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const chunk of chunks) miner.add(chunk)
  }
  if (files.length === 0) await add(process.stdin)
  for (const file of files) {
    const read = createReadStream(file)
    await (file.endsWith('.gz') ? pipeline(read, createGunzip(), add) : pipeline(read, add))
    miner.end()
  }
  miner.end()
  return miner.found()
}

/** New first and gone next when it is known when it began, the rare ones first; otherwise the most frequent first. */
export function patternsText(
  { patterns: all, entries, dated }: Mined,
  onset: number | undefined,
  limit: number,
): string {
  if (all.length === 0) return 'There is nothing in it.'
  const rows = onset === undefined || dated === 0 ? all.map(plainRow) : sinceOnset(all, onset)
  const head = rows[0]?.length === sinceHead.length ? [sinceHead] : []
  const left = rows.length > limit ? [`… ${rows.length - limit} more`] : []
  const undated = onset !== undefined && dated === 0 ? ['No line says its time: what is new cannot be told.', ''] : []
  return [
    ...undated,
    columns([...head, ...rows.slice(0, limit)]),
    ...left,
    '',
    `${entries} entries, ${all.length} patterns.`,
  ].join('\n')
}

const plainRow = ({ count, template }: Pattern): string[] => [String(count), oneLine(template)]

const sinceHead = ['', 'before', 'since', 'first', '']
const rank = { new: 0, gone: 1, '': 2 }

function sinceOnset(all: readonly Pattern[], onset: number): string[][] {
  const since = Math.floor(onset / 60_000)
  const rows = all.map(pattern => {
    const after = pattern.minutes.reduce((sum, [minute, n]) => sum + (minute >= since ? n : 0), 0)
    const before = pattern.minutes.reduce((sum, [minute, n]) => sum + (minute < since ? n : 0), 0)
    const is: keyof typeof rank = before === 0 && after > 0 ? 'new' : after === 0 && before > 0 ? 'gone' : ''
    return { is, before, after, pattern }
  })
  rows.sort(
    (a, b) =>
      rank[a.is] - rank[b.is] || (a.is === '' ? b.pattern.count - a.pattern.count : a.pattern.count - b.pattern.count),
  )
  return rows.map(({ is, before, after, pattern }) => [
    is,
    String(before),
    String(after),
    firstOf(pattern),
    oneLine(pattern.template),
  ])
}

const firstOf = ({ firstAt }: Pattern): string =>
  firstAt === undefined ? '' : new Date(firstAt).toISOString().slice(11, 19)
