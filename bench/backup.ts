// How long a proven copy of a database takes beside the same by hand, and what it costs who waits for that database.
// `--rounds n`, `--scale n` (34 is 1 GB), `--only idle|load`, `--json`, `--write` (the page in docs/).
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { debianPostgres } from '../test/debian-postgres.ts'
import { byHand, ours } from './backup/chains.ts'
import { asJson, page, type Run } from './backup/say.ts'
import { startSource } from './backup/source.ts'
import { alone, beside, capacity } from './backup/under-load.ts'

const args = process.argv.slice(2)
const numberOf = (name: string, otherwise: number): number => {
  const value = args.includes(name) ? Number(args[args.indexOf(name) + 1]) : otherwise
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} takes a whole number, 1 or more`)
  return value
}
const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
const [rounds, scale] = [numberOf('--rounds', 3), numberOf('--scale', 34)]
const debian = debianPostgres()
if (!debian) throw new Error('PostgreSQL 15 is not installed: apt-get install postgresql-15')

const pageFile = fileURLToPath(new URL('../docs/backups-measured.md', import.meta.url))
const run = await measure(debian)
if (args.includes('--write')) writeFileSync(pageFile, page(run))
process.stdout.write(args.includes('--json') ? `${asJson(run)}\n` : page(run))

async function measure(programs: NonNullable<typeof debian>): Promise<Run> {
  const loadBefore = loadavg()[0] ?? 0
  const home = mkdtempSync(join(tmpdir(), 'fireline-bench-copies-'))
  chmodSync(home, 0o711)
  note('a database to copy')
  const source = await startSource(programs, scale)
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    loadBefore,
    bytes: source.bytes,
    idle: { byHand: [], fireline: [] },
  }
  try {
    for (let n = 1; n <= rounds && only !== 'load'; n++) {
      note(`idle, round ${n} of ${rounds}`)
      run.idle.byHand.push(await byHand(source, home))
      run.idle.fireline.push(await ours(source, home, 'full'))
      note(`by hand ${run.idle.byHand.at(-1)?.toFixed(1)} s, Fireline ${run.idle.fireline.at(-1)?.toFixed(1)} s`)
    }
    if (only === 'idle') return run
    const pgbench = join(programs.bin, 'pgbench')
    note('what it can do at most')
    const most = await capacity(source, pgbench, 15)
    const loaded = { capacity: most, rate: most * 0.3, alone: [], beside: [] } as NonNullable<Run['loaded']>
    run.loaded = loaded
    for (let n = 1; n <= rounds; n++) {
      note(`under load, round ${n} of ${rounds}`)
      loaded.alone.push(await alone(source, pgbench, loaded.rate, 30))
      loaded.beside.push(await beside(source, pgbench, loaded.rate, home))
      note(JSON.stringify([loaded.alone.at(-1), loaded.beside.at(-1)]))
    }
    return run
  } finally {
    await source.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

function note(what: string): void {
  process.stderr.write(`bench:backup: ${what}\n`)
}
