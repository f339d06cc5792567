// Whether the service at fault is found from logs and traces: bench:cause -- <folder> [--out ranked.jsonl] [--json] [--write].
// The folder, or one below it, has a faults*.jsonl.
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suspects } from '../src/traces/suspects.ts'
import { type Fault, readFaults, windowsOf } from './cause/faults.ts'
import { numbers, page, type Ranked, type Run } from './cause/say.ts'

const args = process.argv.slice(2)
const folder = args[0]
if (folder === undefined || folder.startsWith('--'))
  throw new Error('Name a folder with faults: npm run -s bench:cause -- <folder> [--out ranked.jsonl]')
const out = args.includes('--out') ? args[args.indexOf('--out') + 1] : undefined

const lists = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /^faults.*\.jsonl$/.test(entry.name))
  .map(entry => join(entry.parentPath, entry.name))
if (lists.length === 0) throw new Error(`There is no faults*.jsonl in ${folder}.`)

const began = performance.now()
const faults = lists.flatMap(list => readFaults(list).map(fault => rank(dirname(list), fault)))
const run: Run = { date: new Date().toISOString().slice(0, 10), faults, seconds: (performance.now() - began) / 1_000 }
if (out !== undefined)
  writeFileSync(out, faults.map(({ id, ranked }) => `${JSON.stringify({ id, ranked })}\n`).join(''))
if (args.includes('--write'))
  writeFileSync(fileURLToPath(new URL('../docs/cause-measured.md', import.meta.url)), page(run))
process.stdout.write(args.includes('--json') ? `${JSON.stringify(numbers(run))}\n` : page(run))

function rank(home: string, fault: Fault): Ranked {
  const { now, before } = windowsOf(home, fault)
  const { ranked, isTie } = suspects(now, before)
  return { id: fault.id, type: fault.type, service: fault.gold_service, ranked: ranked.map(one => one.service), isTie }
}
