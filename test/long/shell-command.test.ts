import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attachKeeper } from '../../src/agent/attached-keeper.ts'
import { openShell } from '../../src/agent/open-shell.ts'
import { readSession } from '../../src/agent/sessions.ts'
import { type AgentOfAHost, agentOfAHost } from '../agent/agent-of-a-host.ts'
import { p256, shellsOf, sshKey } from '../agent/signing.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'

const it = test.skipIf(requireProgram('ssh-keygen') === undefined)
const folder = mkdtempSync(join(tmpdir(), 'fireline-signing-'))

/** A program that starts on a machine with much else to do. */
const startsWithinMs = 60_000

let world: World
let ben: Caller
let agent: AgentOfAHost
let bensKey: ReturnType<typeof sshKey>

beforeAll(async () => {
  world = await startWorld()
  ben = await world.person('Ben')
  bensKey = sshKey(folder, 'ben')
  await openIncident(world, { id: ben.id, name: 'Ben' })
  agent = await agentOfAHost(
    world,
    `level: 4\nshell: ${JSON.stringify({ accounts: { ben: { key: bensKey.public } } })}`,
  )
})

afterAll(async () => {
  await shellsOf(agent.places.state).end()
  await agent.end()
  rmSync(folder, { recursive: true, force: true })
  expect(world.errors).toEqual([])
  await world.stop()
})

/** `fireline shell db-1` in a terminal of Ben's. */
function atBens(...more: string[]) {
  const env = { ...process.env, FIRELINE_URL: world.url, FIRELINE_TOKEN: ben.token, HOME: folder }
  const cli = join(import.meta.dirname, '../../src/cli/cli.ts')
  const args = [cli, 'shell', 'DB-1', '--key', bensKey.file, ...more]
  const pty = spawn(process.execPath, args, { cols: 90, rows: 25, env })
  let shown = ''
  pty.onData(data => (shown += data))
  const ended = new Promise(resolve => pty.onExit(resolve))
  return { type: (keys: string) => pty.write(keys), shown: () => shown, ended }
}

it('fireline shell: it signs by ssh-keygen, types, leaves, and comes back to the same shell', {
  timeout: 180_000,
}, async () => {
  const first = atBens()
  await until(() => first.shown().includes('Open.'), 'the shell', startsWithinMs)
  expect(first.shown()).toMatch(/You sign a shell on db-1 as ben, in INC-\d+, by SHA256:/)
  first.type('echo cli-$((40+5))\r')
  await until(() => first.shown().includes('cli-45'), 'what was typed')
  first.type('\u001c\u001c')
  await first.ended
  const again = atBens()
  await until(() => again.shown().includes('Open.'), 'the same shell', startsWithinMs)
  expect(again.shown()).toContain('is still there: you sign to type in it')
  again.type('exit\r')
  await again.ended
  expect(again.shown()).toContain('The shell has ended.')
})

const isRoot = process.getuid?.() === 0 && requireProgram('setpriv') !== undefined

test.skipIf(!isRoot)(
  'an agent that runs as root opens it as the account that the file names, and as nobody else',
  async () => {
    const key = { person: 'p-ben', key: p256() }
    // Nobody answers at port 9: the shell waits for no server.
    const dial = { url: 'http://127.0.0.1:9', opening: 'ticket' }
    const order = { terminal: '7d1d2f6e-0000-4000-8000-000000000009', incident: 'one', host: 'db-1', key, dial }
    const shell = await openShell(order, 'nobody')
    const [session, { uid }] = [readSession(shell.folder), statSync(shell.folder)]
    const keeper = session && (await attachKeeper(shell.folder, session))
    expect([uid, session?.env['USER'], session?.env['HOME']]).toEqual([65_534, 'nobody', '/nonexistent'])
    expect(statSync(`/proc/${keeper?.pid}`).uid).toBe(65_534)
    keeper?.detach()
    process.kill(keeper?.pid ?? 0)
    rmSync(shell.folder, { recursive: true, force: true })
  },
)
