import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { logMiner } from '../../src/logs/miner.ts'
import { stemOf } from '../../src/logs/stem.ts'
import type { SaidLine, Span, TraceWindow } from '../../src/traces/trace-window.ts'
import { readCsv } from '../logs/csv.ts'

interface Files {
  log: string
  trace: string
}

/** One fault that was injected, with the minutes to look at. */
export interface Fault {
  id: string
  type: string
  gold_service: string
  baseline: Files
  incident: Files[]
}

/** From the first `faults*.jsonl` of the folder. */
export const readFaults = (path: string): Fault[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Fault)

type Row = Record<string, string>

const read = (folder: string, path: string): Row[] => {
  const bytes = readFileSync(join(folder, path))
  return readCsv((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
}

/** A pod's name without the two parts that its deployment added. */
const serviceOf = ({ PodName = '' }: Row): string => PodName.split('-').slice(0, -2).join('-')

/** Both windows of a fault, their logs mined together so that a pattern has one number in both. */
export function windowsOf(folder: string, { baseline, incident }: Fault): { now: TraceWindow; before: TraceWindow } {
  const logs = [incident.flatMap(({ log }) => read(folder, log)), read(folder, baseline.log)]
  const [now, before] = mined(logs)
  const spans = (files: Files[]) => files.flatMap(({ trace }) => read(folder, trace).map(asSpan))
  return {
    now: { spans: spans(incident), said: now ?? [] },
    before: { spans: spans([baseline]), said: before ?? [] },
  }
}

const asSpan = (row: Row): Span => ({
  trace: row['TraceID'] ?? '',
  id: row['SpanID'] ?? '',
  ...(row['ParentID'] !== 'root' && { parent: row['ParentID'] }),
  service: serviceOf(row),
  operation: row['OperationName'] ?? '',
  from: Number(row['StartTimeUnixNano']) / 1e6,
  to: Number(row['EndTimeUnixNano']) / 1e6,
})

function mined(windows: readonly Row[][]): SaidLine[][] {
  const shapes: number[] = []
  const miner = logMiner({ each: shape => shapes.push(shape) })
  const encoder = new TextEncoder()
  const texts = windows.map(rows => rows.map(row => textOf(row['Log'] ?? '')))
  for (const text of texts.flat()) miner.add(encoder.encode(`${text}\n`))
  miner.end()
  const { patterns, ofShape } = miner.found()
  const stems = patterns.map(({ template }) => stemOf(template))
  const numbers = new Map([...new Set(stems)].map((stem, at) => [stem, at]))
  const numberOf = (shape: number): number => numbers.get(stems[ofShape[shape] ?? 0] ?? '') ?? -1
  let n = 0
  return windows.map((rows, w) =>
    rows.map((row, r) => ({
      service: serviceOf(row),
      span: row['SpanID'] ?? '',
      pattern: numberOf(shapes[n++] ?? 0),
      isError: /\b(?:ERROR|FATAL|SEVERE)\b|Exception\b/.test(texts[w]?.[r] ?? ''),
    })),
  )
}

/** What a container wrote, in one line. A row may hold more than one record. */
function textOf(row: string): string {
  const log = /"log":"((?:[^"\\]|\\.)*)"/.exec(row)?.[1] ?? row
  return log
    .replace(/\\n|\n/g, ' ')
    .replace(/\\(.)/g, '$1')
    .trim()
}
