import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command, Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Sshd, startSshd } from '../host/sshd.ts'
import { requireProgram } from '../real-program.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from './people-at-a-terminal.ts'

const real = requireProgram('sshd') && requireProgram('ssh')
let world: World
let ana: Caller
let sshd: Sshd
const shells: SharedShell[] = []

beforeAll(async () => {
  if (!real) return
  world = await startWorld()
  ana = await world.person('Ana')
  sshd = (await startSshd()) as Sshd
  await sshd.letIn('ana')
  writeFileSync(join(sshd.home, '.bash_profile'), 'alias hi="echo told=$FIRELINE_TOLD"\nPS1="there> "\ncd\n')
})

afterAll(async () => {
  for (const shell of shells) await shell.end()
  await sshd?.stop()
  await world?.stop()
})

async function share(more: Parameters<typeof shareShell>[3]) {
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const shared = await shareShell(world.url, ana, incident, more)
  shells.push(shared)
  await shared.link.welcomed
  const { terminal } = shared
  const browser = await openBrowser(world.url, ana.token, { incident, terminal })
  const type = (line: string) => browser.send({ type: 'input', terminal, epoch: 1, data: `${line}\r` })
  const is = async () => (await ana.get<Incident>(`/api/v1/incidents/${incident}`)).body
  const ran = (command: string) =>
    until(async () => (await is()).commands.find(one => one.command === command), `"${command}" on the timeline`)
  return { type, is, ran, shown: browser.shown, messages: browser.messages }
}

const sshLine = () => ['ssh', ...sshd.args('ana')]
const brief = ({ command, exitCode, host, cwd }: Command) => ({ command, exitCode, host, cwd })

test.skipIf(!real)(
  'an ssh shared with marks tells what runs there, in its own dotfiles, and holds what cannot be taken back',
  async () => {
    const { type, is, ran, shown, messages } = await share({ command: sshLine(), marks: true })
    type('hi')
    expect(brief(await ran('hi'))).toEqual({ command: 'hi', exitCode: 0, host: undefined, cwd: sshd.home })
    expect(shown()).toContain('told=1')
    type('cd /; false')
    expect(await ran('cd /; false')).toMatchObject({ exitCode: 1 })
    type('rm -rf ./nothing-here')
    await until(
      () => messages.some(one => one.type === 'held' && one.says.includes('./nothing-here')),
      'the word on it',
    )
    type('')
    await ran('rm -rf ./nothing-here')
    type('ls /tmp/tmp.* 2>/dev/null | xargs grep -l __fl_nonce; echo "left: $__fl_rc"')
    await until(() => shown().includes('left: \r\n'), 'that nothing is left of it')
    expect(shown()).not.toMatch(/\/tmp\/tmp\.\w+\r\n/)
    expect((await is()).terminals[0]).toMatchObject({ host: '127.0.0.1' })
  },
)

test.skipIf(!real)(
  'an ssh typed in a shell that was shared with marks tells that it ran on the other host; one with a command is left alone',
  async () => {
    const { type, ran, is, shown } = await share({ marks: true })
    type(sshLine().join(' '))
    await until(() => shown().includes('there> '), 'the prompt there')
    type('hi')
    expect(brief(await ran('hi'))).toMatchObject({ exitCode: 0, host: '127.0.0.1', cwd: sshd.home })
    type('logout')
    const line = sshLine().join(' ')
    expect(await ran(line)).toMatchObject({ exitCode: 0 })
    type(`${line} echo only-this`)
    const only = await ran(`${line} echo only-this`)
    expect([only.exitCode, only.host, shown().includes('only-this\r\n')]).toEqual([0, undefined, true])
    const all = (await is()).commands
    expect(all.map(one => one.command)).toEqual(['hi', 'logout', line, `${line} echo only-this`])
    // The line was cut off within it: how it ended nobody saw.
    expect(all[1]).toMatchObject({ host: '127.0.0.1', command: 'logout' })
    expect(all[1]?.exitCode).toBeUndefined()
  },
)

test.skipIf(!real)(
  'without marks what runs there is read from the screen, and how it ended is not claimed',
  async () => {
    const { type, is, ran, shown } = await share({ command: sshLine() })
    await until(() => shown().includes('there> '), 'the prompt there')
    type('ls /nowhere')
    await until(() => /No such file[^>]*there> /.test(shown()), 'the prompt after it')
    type('echo "there> rm -rf /"; sleep 0.1')
    const [first, last] = [await ran('ls /nowhere'), await ran('echo "there> rm -rf /"; sleep 0.1')]
    for (const one of [first, last]) expect([one.from, one.exitCode]).toEqual(['screen', undefined])
    expect((await is()).commands).toHaveLength(2)
  },
)
