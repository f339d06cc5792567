import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Sshd, startSshd } from '../host/sshd.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'

let world: World
let ana: Caller
let sshd: Sshd | undefined
const folder = mkdtempSync(join(tmpdir(), 'fireline-fake-ssh-'))
const shells: SharedShell[] = []

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana')
  sshd = await startSshd()
  await sshd?.letIn('ana')
  if (sshd) writeFileSync(join(sshd.home, '.bash_profile'), 'PS1="there> "\n')
  // Says how many words it was given, and what the last one is.
  const fake =
    '#!/bin/sh\nn=$#; for last; do :; done\nprintf "words=%s marks=%s\\n" "$n" "$(printf %s "$last" | grep -c __fl_rc)"\n'
  writeFileSync(join(folder, 'ssh'), fake, { mode: 0o755 })
})
afterAll(async () => {
  for (const shell of shells) await shell.end()
  await sshd?.stop()
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function share(shell: string, env: Record<string, string> = {}) {
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const shared = await shareShell(world.url, ana, incident, { env: { SHELL: shell, ...env }, marks: true })
  shells.push(shared)
  await shared.link.welcomed
  const { terminal } = shared
  const browser = await openBrowser(world.url, ana.token, { incident, terminal })
  const type = (line: string) => browser.send({ type: 'input', terminal, epoch: 1, data: `${line}\r` })
  const commands = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body.commands
  return { type, commands, shown: browser.shown }
}

const real = ['bash', 'zsh', 'fish'].flatMap(name => requireProgram(name) ?? [])

/** As it is typed -> the words that ssh is given, and whether the last of them brings marks. */
const lines: readonly (readonly [string, number, number])[] = [
  ['ssh db-1', 3, 1],
  ['ssh -p22 ana@db-1', 4, 1],
  ['ssh -Atp 22 db-1', 5, 1],
  ['ssh -lbob -oPort=22 db-1', 5, 1],
  ['ssh -o ProxyJump=jump -i /dev/null -- ssh://ana@db-1:22/', 8, 1],
  ['ssh db-1 uptime', 2, 0],
  ['ssh -N db-1', 2, 0],
  ['ssh -fNL 1:a:2 db-1', 3, 0],
  ['ssh -T git@db-1', 2, 0],
  ['ssh -V', 1, 0],
  ["ssh 'db-1;reboot'", 1, 0],
  ['true | ssh db-1', 1, 0],
  ['ssh db-1 | cat', 1, 0],
  ['command ssh db-1', 1, 0],
]

test.each(real)('%s: an ssh to a shell goes with marks, and every other as it was typed', async shell => {
  const { type, shown } = await share(shell, { PATH: `${folder}:${process.env['PATH']}` })
  for (const [n, [line, words, marks]] of lines.entries()) {
    type(
      `${line}; echo done-$((${n}+0))`
        .replace('$((', shell.endsWith('fish') ? '(math ' : '$((')
        .replace('))', shell.endsWith('fish') ? ')' : '))'),
    )
    const said = new RegExp(`words=(\\d+ marks=\\d)\\s+done-${n}\\r`)
    await until(() => said.test(shown()), line)
    expect([line, said.exec(shown())?.[1]]).toEqual([line, `${words} marks=${marks}`])
  }
})

test.each(real)('%s: what runs behind a typed ssh is listed on that host', async shell => {
  if (!sshd) return
  const { type, commands, shown } = await share(shell)
  type(['ssh', ...sshd.args('ana')].join(' '))
  await until(() => shown().includes('there> '), 'the prompt there')
  type('(exit 3)')
  const ran = await until(async () => (await commands()).find(one => one.command === '(exit 3)'), 'the command')
  expect(ran).toMatchObject({ host: '127.0.0.1', exitCode: 3 })
})
