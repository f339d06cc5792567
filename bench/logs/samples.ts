import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { logMiner } from '../../src/logs/miner.ts'
import { readCsv } from './csv.ts'
import { type Labelled, type Score, scoreOf } from './score.ts'

export interface Sample {
  name: string
  path: string
}

/** Every `<Name>_2k.log` at any depth, by name. */
export function samplesIn(folder: string): Sample[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('_2k.log'))
    .map(entry => ({ name: basename(entry.name, '_2k.log'), path: join(entry.parentPath, entry.name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Each line, as the miner labels it. */
export function mineLines(lines: readonly string[], isBare: boolean): Labelled[] {
  const shapes: number[] = []
  const miner = logMiner({ isBare, each: shape => shapes.push(shape) })
  const encoder = new TextEncoder()
  for (const line of lines) miner.add(encoder.encode(`${line.replaceAll('\n', ' ')}\n`))
  miner.end()
  const { patterns, ofShape } = miner.found()
  return shapes.map(shape => {
    const n = shape < 0 ? -1 : (ofShape[shape] ?? -1)
    return { group: `E${n + 1}`, template: patterns[n]?.template ?? '' }
  })
}

export interface Mined {
  name: string
  raw: Labelled[]
  /** From the column Content, where the sample says what its lines say. */
  content?: Labelled[]
  /** GA and FGA by the original truth, PA and FTA by the corrected one where there is one. */
  score?: Score
  rawScore?: Score
}

export function mineSample({ name, path }: Sample): Mined {
  const raw = mineLines(linesOf(path), false)
  const structured = `${path}_structured.csv`
  if (!existsSync(structured)) return { name, raw }
  const rows = readCsv(readFileSync(structured, 'utf8'))
  if (rows[0]?.['Content'] === undefined) return { name, raw }
  const content = mineLines(
    rows.map(row => row['Content'] ?? ''),
    true,
  )
  const truth = truthOf(rows, 'EventId')
  if (!truth) return { name, raw, content }
  const corrected = `${path}_structured_corrected.csv`
  const texts = existsSync(corrected) ? truthOf(readCsv(readFileSync(corrected, 'utf8')), 'EventTemplate') : undefined
  const score = (found: Labelled[]): Score => {
    const { ga, fga, pa, fta } = scoreOf(truth, found)
    return { ga, fga, ...(texts ? { pa: scoreOf(texts, found).pa, fta: scoreOf(texts, found).fta } : { pa, fta }) }
  }
  return { name, raw, content, score: score(content), rawScore: score(raw) }
}

/** Read as they are: a file that ends with a newline has no line after it. */
function linesOf(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function truthOf(rows: readonly Record<string, string>[], group: string): Labelled[] | undefined {
  if (rows[0]?.[group] === undefined || rows[0]['EventTemplate'] === undefined) return undefined
  return rows.map(row => ({ group: row[group] ?? '', template: row['EventTemplate'] ?? '' }))
}
