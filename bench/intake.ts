// How fast, how cheaply and how fairly alerts are taken, beside Debian's Alertmanager. `--rounds n`, `--json`, `--write` (the page in docs/).
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { requireProgram } from '../test/real-program.ts'
import { type Burst, burst } from './intake/burst.ts'
import { type Round, round } from './intake/cells.ts'
import { memoryPer10k } from './intake/memory.ts'
import { type Peer, startAlertmanager, startFireline } from './intake/peers.ts'
import { restartSeconds } from './intake/restart.ts'
import { asJson, page, type Run } from './intake/say.ts'
import { storm } from './intake/storm.ts'

const args = process.argv.slice(2)
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 4
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number, 1 or more')
const found = requireProgram('prometheus-alertmanager')
if (!found)
  throw new Error("Debian's prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager")
const alertmanager = found

const pageFile = fileURLToPath(new URL('../docs/intake-measured.md', import.meta.url))
const run = await measure()
if (args.includes('--write')) writeFileSync(pageFile, page(run))
process.stdout.write(args.includes('--json') ? `${asJson(run)}\n` : page(run))

async function measure(): Promise<Run> {
  const theirs: Round[] = []
  const ours: Round[] = []
  const bursts: { alertmanager: Burst[]; fireline: Burst[] } = { alertmanager: [], fireline: [] }
  for (let n = 1; n <= rounds; n++) {
    note(`round ${n} of ${rounds}`)
    theirs.push(await using(startAlertmanager(alertmanager), round))
    ours.push(await using(startFireline(), round))
    if (n > 2) continue
    bursts.alertmanager.push(await using(startAlertmanager(alertmanager), burst))
    bursts.fireline.push(await using(startFireline(), burst))
  }
  note('memory')
  const memory = {
    alertmanager: await using(startAlertmanager(alertmanager), memoryPer10k),
    fireline: await using(startFireline(), memoryPer10k),
  }
  note('a restart with 60,000 active alerts')
  const restarts = await using(startFireline(), restartSeconds)
  note('a storm on one key')
  const stormed = await using(startFireline(), storm)
  const date = new Date().toISOString().slice(0, 10)
  return { date, alertmanager: theirs, fireline: ours, bursts, memory, restarts, storm: stormed }
}

async function using<P extends Peer, T>(starting: Promise<P>, work: (peer: P) => Promise<T>): Promise<T> {
  const peer = await starting
  try {
    return await work(peer)
  } finally {
    await peer.stop()
  }
}

function note(what: string): void {
  process.stderr.write(`bench:intake: ${what}\n`)
}
