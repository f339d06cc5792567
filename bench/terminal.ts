// How long a key and its echo take beside plain ssh on loopback, and what watching costs. `--rounds n`, `--json`, `--write` (the page in docs/).
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startSshd } from '../test/host/sshd.ts'
import { type Echoing, echoes, overFireline, overSsh, typeKeys } from './terminal/echo.ts'
import { flood } from './terminal/flood.ts'
import { join } from './terminal/join.ts'
import { asJson, page, type Run } from './terminal/say.ts'
import { shareShell, startServer } from './terminal/shared-shell.ts'
import { cpuOfViewers } from './terminal/viewers.ts'

const args = process.argv.slice(2)
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 4
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number, 1 or more')
const sshd = await startSshd()
if (!sshd) throw new Error('sshd and ssh are not installed: apt-get install openssh-server openssh-client')
await sshd.letIn('ana')

const keysARound = 150
const betweenKeysMs = 15
const pageFile = fileURLToPath(new URL('../docs/terminal-measured.md', import.meta.url))
const run = await measure(sshd)
if (args.includes('--write')) writeFileSync(pageFile, page(run))
process.stdout.write(args.includes('--json') ? `${asJson(run)}\n` : page(run))
process.exit(0)

async function measure(ssh: NonNullable<Awaited<ReturnType<typeof startSshd>>>): Promise<Run> {
  const loadBefore = loadavg()[0] ?? 0
  const peer = await startServer()
  const shell = await shareShell(peer, echoes)
  const [theirs, ours] = [await overSsh(ssh), await overFireline(shell)]
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    loadBefore,
    echo: { ssh: [], fireline: [], watcherExtra: [] },
    flood: [],
    viewers: [],
    joinMs: [],
  }
  const keys = (one: Echoing) => typeKeys(one, keysARound, betweenKeysMs)
  try {
    note('a round that does not count')
    for (const one of [theirs, ours, ours, ours]) await keys(one)
    for (let n = 1; n <= rounds; n++) {
      note(`round ${n} of ${rounds}`)
      const before = ours.watcherExtraMs.length
      run.echo.ssh.push(await keys(theirs))
      run.echo.fireline.push(await keys(ours))
      run.echo.watcherExtra.push(ours.watcherExtraMs.slice(before))
      run.joinMs.push(await join(shell, 20))
      run.flood.push(await flood(peer, 200, 10))
      run.viewers.push(await cpuOfViewers(peer, 50, 6))
    }
    return run
  } finally {
    theirs.close()
    ours.close()
    await shell.end()
    await peer.stop()
    await ssh.stop()
  }
}

function note(what: string): void {
  process.stderr.write(`bench:terminal: ${what}\n`)
}
