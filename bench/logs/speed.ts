import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sample } from './samples.ts'

export interface Speed {
  lines: number
  bytes: number
  /** File to patterns, one thread, best of its rounds. */
  linesPerSecond: number
  /** By the processor's time alone: what others do on this machine does not count. */
  linesPerCpuSecond: number
  peakMB: number
  shapes: number
}

/** So many lines of these samples, each log by itself, every digit a new one; then mined by one process from its file on. */
export async function measureSpeed(samples: readonly Sample[], folder: string, lines: number): Promise<Speed> {
  const each = Math.ceil(lines / samples.length)
  const files = samples.map(sample => {
    const file = join(folder, `${sample.name}.log`)
    writeRepeated(readFileSync(sample.path, 'latin1').split('\n').filter(Boolean), each, file)
    return file
  })
  const rounds = []
  for (let n = 0; n < 3; n++) rounds.push(await mineFiles(files))
  const [best] = rounds.sort((a, b) => b.linesPerSecond - a.linesPerSecond)
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
  return { ...(best as Omit<Speed, 'bytes'>), bytes, peakMB: Math.max(...rounds.map(({ peakMB }) => peakMB)) }
}

function writeRepeated(lines: readonly string[], count: number, path: string): void {
  const file = openSync(path, 'w')
  let seed = 7
  const digit = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return String((seed >>> 16) % 10)
  }
  for (let n = 0; n < count; n += 10_000) {
    let text = ''
    for (let i = n; i < Math.min(count, n + 10_000); i++)
      text += `${i < lines.length ? lines[i] : lines[i % lines.length]?.replace(/\d/g, digit)}\n`
    writeSync(file, text, null, 'latin1')
  }
  closeSync(file)
}

function mineFiles(files: readonly string[]): Promise<Omit<Speed, 'bytes'>> {
  const program = fileURLToPath(new URL('./mine-files.ts', import.meta.url))
  const child = spawn(process.execPath, [program, ...files], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code =>
      code === 0 ? resolve(JSON.parse(said) as Omit<Speed, 'bytes'>) : reject(new Error(`mining ended with ${code}`)),
    )
  })
}
