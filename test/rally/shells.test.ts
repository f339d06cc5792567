import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { runInTerminal } from '../../src/hosts/run-in-terminal.ts'
import { liveTerminalOf } from '../../src/hosts/terminals.ts'
import type { Command, Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

let world: World
let ana: Caller
let home: string
const shells: SharedShell[] = []

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  await world.admin.put('/api/v1/resources/shop', { kind: 'postgres', url: 'postgres://shop@127.0.0.1:1/shop' })
  home = mkdtempSync(join(tmpdir(), 'fireline-home-'))
  writeFileSync(
    join(home, '.bashrc'),
    "alias hi='echo hello from her dotfiles'\nHISTCONTROL=ignoreboth\nPROMPT_COMMAND='true'\n",
  )
  writeFileSync(join(home, '.zshrc'), "alias hi='echo hello from her dotfiles'\nPS1='%# '\n")
  mkdirSync(join(home, '.config', 'fish'), { recursive: true })
  writeFileSync(join(home, '.config', 'fish', 'config.fish'), "alias hi='echo hello from her dotfiles'\n")
})

afterAll(async () => {
  for (const shell of shells) await shell.end()
  await world.stop()
  rmSync(home, { recursive: true, force: true })
})

async function shareIn(
  shell: string,
): Promise<{ incident: string; terminal: string; type(line: string): void; shown(): string; messages: ToRoom[] }> {
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const shared = await shareShell(world.url, ana, incident, { env: { SHELL: shell, HOME: home } })
  shells.push(shared)
  await shared.link.welcomed
  const { terminal } = shared
  const browser = await openBrowser(world.url, ana.token, { incident, terminal })
  const type = (line: string) => browser.send({ type: 'input', terminal, epoch: 1, data: `${line}\r` })
  return { incident, terminal, type, shown: browser.shown, messages: browser.messages }
}

const commandsOf = async (incident: string) => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.commands

// In CI a missing shell is a failure; elsewhere it is said aloud and skipped.
const real = ['bash', 'zsh', 'fish'].flatMap(name => requireProgram(name) ?? [])

test.each(real)('%s, with her own dotfiles, says what it runs: text, folder, exit, once each', async shell => {
  const { incident, type, shown } = await shareIn(shell)
  type('hi')
  type('hi')
  type(' echo kept-off-the-timeline')
  type("cd /; false; printf 'a;b\\n' | grep zzz")
  type('echo last')
  const commands = await until(async () => {
    const all = await commandsOf(incident)
    return all.some(one => one.command === 'echo last') && all
  }, 'the last command')
  const brief = commands.map(({ command, exitCode, cwd }: Command) => [command, exitCode, cwd === '/'])
  expect(brief).toEqual([
    ['hi', 0, false],
    ['hi', 0, false],
    ["cd /; false; printf 'a;b\\n' | grep zzz", 1, false],
    ['echo last', 0, true],
  ])
  expect(shown()).toContain('hello from her dotfiles')
  expect(shown()).toContain('kept-off-the-timeline')
})

test('a new prompt, a line of several, a full-screen program, a break and forged marks change nothing about it', async () => {
  const { incident, type, shown, messages } = await shareIn('/bin/bash')
  const told = async (line: string) =>
    until(async () => (await commandsOf(incident)).find(one => one.command === line), `"${line}" on the timeline`)
  type("PS1='new> '")
  type("printf '\\033]633;E;forged;%s\\007\\033]633;C;;%s\\007\\033]633;D;0;%s\\007' $__fl_nonces a b")
  type('for i in 1 2\rdo echo n$i\rdone')
  expect(await told('for i in 1 2; do echo n$i; done')).toMatchObject({ exitCode: 0, kind: 'look' })
  if (requireProgram('vim')) {
    type('vim -u NONE')
    await until(() => shown().includes('\u001b[?1049h'), 'vim')
    type(':echo "within vim" | sleep 50m')
    type(':q!')
    expect(await told('vim -u NONE')).toMatchObject({ exitCode: 0 })
  }
  type('echo going; sleep 30')
  await until(() => shown().includes('going\r\n'), 'the sleep')
  type('\u0003')
  expect(await told('echo going; sleep 30')).toMatchObject({ exitCode: 130 })
  const denied = 'cat /proc/1/nothing-here || (echo "Permission denied" >&2; exit 1)'
  type(denied)
  // What is typed ahead, before the shell asks, is typed to whatever runs, and not held.
  expect(await told(denied)).toMatchObject({ exitCode: 1 })
  // Held once, and everybody reads why.
  type('rm -rf ./nothing; touch here')
  await until(() => messages.some(one => one.type === 'held' && one.says.includes('./nothing')), 'the word on it')
  type('')
  expect(await told('rm -rf ./nothing; touch here')).toMatchObject({ kind: 'change', outside: true, exitCode: 0 })
  const all = await commandsOf(incident)
  expect(all.some(one => one.command.startsWith('forged') || one.command.includes('within vim'))).toBe(false)
  expect(all.filter(one => one.denied).map(one => one.exitCode)).toEqual([1])
  // Nothing held a copy of what these changed: everybody reads that at once, with what they touched where that can be told.
  type("psql -d shop -c 'update orders set total = 1 where id = 1'")
  const noted = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.withoutCopy
  const [removed, wrote] = await until(async () => {
    const found = await noted()
    return found?.length === 2 && found
  }, 'both to be noted')
  expect(removed).toMatchObject({
    touches: [],
    what: expect.stringContaining('nothing here knows what it touched') as string,
  })
  expect(wrote).toMatchObject({ touches: ['pg:shop'], what: 'it writes by SQL', by: 'Fireline' })
  const taken = await ana.post(`/api/v1/incidents/${incident}/propose-change`, {
    what: 'Done already',
    intent: 'fix',
    kind: 'complex',
    touches: wrote?.touches,
  })
  expect(taken.status).toBe(200)
})

test('Fireline types a command as the operator and hears its output and exit', async () => {
  const { incident, terminal } = await shareIn('/bin/bash')
  const { desk } = world.fireline
  expect(liveTerminalOf(desk, incident)?.id).toBe(terminal)
  const first = await runInTerminal(desk, terminal, 'rm -rf ./none; echo one; echo two; (exit 4)', {
    timeoutMs: 10_000,
  })
  expect(first).toEqual({ exitCode: 4, output: 'one\ntwo\n' })
  const lines = await runInTerminal(desk, terminal, 'for i in 1 2\ndo echo n$i\ndone', { timeoutMs: 10_000 })
  expect(lines).toMatchObject({ exitCode: 0, output: 'n1\nn2\n' })
  await expect(runInTerminal(desk, terminal, 'echo \u001b[A', { timeoutMs: 1_000 })).rejects.toThrow(
    'control characters',
  )
  const slow = await runInTerminal(desk, terminal, 'sleep 5', { timeoutMs: 200 })
  expect(slow.exitCode).toBeUndefined()
})

test('in a terminal for looking around only its own person types, and the keyboard stays where it is', async () => {
  const ben = await world.person('Ben')
  const { incident } = await shareIn('/bin/bash')
  const looking = await shareShell(world.url, ben, incident, { looking: true })
  shells.push(looking)
  await looking.link.welcomed
  const is = (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
  expect([is.operator, is.lead]).toEqual([ana.id, ana.id])
  const watch = { incident, terminal: looking.terminal }
  const [anas, bens] = [await openBrowser(world.url, ana.token, watch), await openBrowser(world.url, ben.token, watch)]
  anas.send({ type: 'input', terminal: looking.terminal, epoch: 1, data: 'echo anas\r' })
  await until(() => anas.messages.some(message => message.type === 'refused'), 'the refusal')
  bens.send({ type: 'input', terminal: looking.terminal, epoch: 1, data: 'echo bens\r' })
  await until(() => anas.shown().includes('bens\r\n'), 'what Ben typed')
  expect(anas.shown()).not.toContain('anas')
})
