// Mines each file named, one after the other, and says how long that took and what it needed.
import { closeSync, openSync, readSync } from 'node:fs'
import { logMiner } from '../../src/logs/miner.ts'

const began = performance.now()
const cpuBefore = process.cpuUsage()
let lines = 0
let shapes = 0
const chunk = new Uint8Array(1024 * 1024)
for (const path of process.argv.slice(2)) {
  const file = openSync(path, 'r')
  const miner = logMiner()
  for (let n = readSync(file, chunk); n > 0; n = readSync(file, chunk)) miner.add(chunk.subarray(0, n))
  closeSync(file)
  miner.end()
  const found = miner.found()
  lines += found.lines
  shapes += found.ofShape.length
}
const seconds = (performance.now() - began) / 1_000
const { user, system } = process.cpuUsage(cpuBefore)
const figures = {
  lines,
  shapes,
  linesPerSecond: lines / seconds,
  linesPerCpuSecond: lines / ((user + system) / 1e6),
  peakMB: process.resourceUsage().maxRSS / 1024,
}
process.stdout.write(JSON.stringify(figures))
