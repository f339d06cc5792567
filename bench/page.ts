// How soon a page leaves, beside Debian's Alertmanager told to wait for nothing. `--rounds n`, `--json`, `--write` (the page in docs/).
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { requireProgram } from '../test/real-program.ts'
import { startFireline } from './intake/peers.ts'
import { type Drained, drain, type Escalated, escalation } from './page/drain.ts'
import { alertmanagerSender, firelineSender, pageMs } from './page/latency.ts'
import { asJson, page, type Run } from './page/say.ts'
import { startSink } from './page/sink.ts'

const args = process.argv.slice(2)
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 4
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number, 1 or more')
const program = requireProgram('prometheus-alertmanager')
if (!program)
  throw new Error("Debian's prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager")

const alertsARound = 60
const pageFile = fileURLToPath(new URL('../docs/pages-measured.md', import.meta.url))
const run = await measure(program)
if (args.includes('--write')) writeFileSync(pageFile, page(run))
process.stdout.write(args.includes('--json') ? `${asJson(run)}\n` : page(run))

async function measure(alertmanager: string): Promise<Run> {
  const loadBefore = loadavg()[0] ?? 0
  const sink = await startSink()
  const theirs = await alertmanagerSender(alertmanager, sink)
  const peer = await startFireline(undefined, { FIRELINE_ALLOW_PRIVATE: '127.0.0.1' })
  try {
    note('people on call')
    const ours = await firelineSender(peer, sink, alertsARound * (rounds + 1))
    const latency: Run['latency'] = { alertmanager: [], fireline: [] }
    for (let n = 0; n <= rounds; n++) {
      note(n === 0 ? 'a round that does not count' : `round ${n} of ${rounds}`)
      const [alertmanagerMs, firelineMs] = [
        await pageMs(theirs.sender, sink, alertsARound),
        await pageMs(ours, sink, alertsARound),
      ]
      if (n === 0) continue
      latency.alertmanager.push(alertmanagerMs)
      latency.fireline.push(firelineMs)
    }
    await theirs.peer.stop()
    note('10,000 pages owed at once')
    const drained: Drained = await drain(peer, sink, note)
    note('10,000 open incidents')
    const escalated: Escalated = await escalation(peer)
    return { date: new Date().toISOString().slice(0, 10), loadBefore, latency, drained, escalated }
  } finally {
    await theirs.peer.stop()
    await peer.stop()
    await sink.stop()
  }
}

function note(what: string): void {
  process.stderr.write(`bench:page: ${what}\n`)
}
