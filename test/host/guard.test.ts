import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdPerson, knowPerson } from '../../src/agent/guard/hold.ts'
import { confirmGuard, installGuard } from '../../src/agent/guard/install.ts'
import { guardPlaces } from '../../src/agent/guard/places.ts'
import type { SshdHere } from '../../src/agent/guard/sshd-here.ts'
import { tellFiles } from '../../src/agent/guard/tell.ts'
import { watchHost } from '../../src/agent/guard/watch-host.ts'
import type { EntryOf } from '../../src/incident/entry.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'
import { cameThrough, withoutTerminal } from './attempts.ts'
import { ended, type Login, type Sshd, startSshd } from './sshd.ts'

let world: World
let ana: Caller
let sshd: Sshd
let incident: string
let shell: SharedShell
const hasSshd = requireProgram('sshd') !== undefined
const places = () => guardPlaces(sshd.folder)

beforeAll(async () => {
  if (!hasSshd) return
  const [started, opened] = await Promise.all([startSshd({ config: 'LogLevel VERBOSE\n' }), startWorld()])
  if (started) sshd = started
  world = opened
  ana = await world.person('Ana Berg')
  incident = await openIncident(world, { id: ana.id, name: 'Ana Berg' })
  shell = await shareShell(world.url, ana, incident, { command: ['sh', '-c', 'echo Ana is at work here; exec cat'] })
  await shell.link.welcomed
  await sshd.letIn('ana', 'ben', { person: 'robot', options: 'command="echo restricted",no-pty' })
  for (const one of ['zsh', 'fish']) mkdirSync(join(sshd.folder, 'etc', one), { recursive: true })
  const { body } = await world.admin.post<{ key: string; watchKey: string }>(`/api/v1/hosts/${hostname()}/guard`, {})
  await installGuard(places(), tellFiles(places(), { server: world.url, ...body }), { confirmWithinSeconds: 60 })
  confirmGuard(places())
})
afterAll(async () => {
  await Promise.all([sshd?.stop(), shell?.end()])
  await world?.stop()
})

const told = 'INC-1: Ana Berg has the keyboard here.'
const asked = `${told} [w] watch  [c] continue, Ana Berg is told`
const held = 'INC-1: you watch, Ana Berg types. [b] go in all the same  [q] leave'
const herScreen = 'Ana is at work here'

test.skipIf(!hasSshd)(
  'who logs in with a terminal is told who has the keyboard, watches, goes on with one key, and she is told',
  async () => {
    const login = sshd.login('ben')
    await shows(login, asked)
    login.type('w')
    await shows(login, herScreen)
    login.type('q')
    await shows(login, asked, 2)
    login.type('c')
    login.type('echo "in $PWD"; exit 3\r')
    expect(await login.ended).toBe(3)
    expect(login.shown()).toContain(`in ${sshd.home}`)
    expect(await untilTouched('login')).toMatchObject({
      by: { kind: 'agent', name: `the guard of ${hostname()}` },
      data: { host: hostname(), what: 'login', who: sshd.user, from: '127.0.0.1', count: 1 },
    })
  },
)

const shells = {
  zsh: (folder: string) => {
    writeFileSync(join(folder, '.zlogin'), `source ${folder}/etc/zsh/zlogin\n`)
    return `exec env ZDOTDIR=${folder} zsh -il`
  },
  fish: (folder: string) => `exec env XDG_CONFIG_HOME=${folder}/etc fish -il`,
}

test.each(Object.entries(shells))('%s tells it as bash does', async (name, start) => {
  if (!hasSshd || !requireProgram(name)) return expect(process.env['CI']).toBeUndefined()
  const login = sshd.login('ben', { command: [start(sshd.folder)] })
  await shows(login, asked)
  login.close()
})

test.skipIf(!hasSshd)(
  'a key that is restricted, or that opens nothing, is never held, and nothing is changed',
  async () => {
    for (const [person, why] of [
      ['robot', 'This key is restricted to a command of its own.'],
      ['eve', 'This key does not open'],
    ] as const)
      await expect(holds(person)).rejects.toThrow(why)
    expect(existsSync(`${places().folder}/keys`)).toBe(false)
  },
)

test.skipIf(!hasSshd)(
  'held, a listed key with a terminal lands in the watch view; what has none goes through and is noted; nobody else is touched',
  async () => {
    await holds('ben')
    confirmGuard(places())
    knowPerson(places(), 'ana', (await sshd.keyOf('ana')).public)
    const [ben, withCommand, anas] = [
      sshd.login('ben'),
      sshd.login('ben', { command: ['echo it ran'] }),
      sshd.login('ana'),
    ]
    await Promise.all([
      shows(ben, herScreen),
      shows(withCommand, herScreen),
      shows(anas, 'INC-1: you have the keyboard here.'),
    ])
    anas.type('echo "in $PWD"; exit\r')
    ben.type('touch ~/typed\r')
    await Promise.all([shows(ben, held), shows(withCommand, held)])
    // A command that is typed blindly is none of these keys.
    withCommand.type('bash')
    ben.type('q')
    expect(await ben.ended).toBe(0)
    expect(withCommand.shown()).not.toContain('Why?')
    withCommand.type('b')
    await shows(withCommand, 'Why?')
    withCommand.type('the disk is full\r')
    expect(await Promise.all([withCommand.ended, anas.ended])).toEqual([0, 0])
    expect([withCommand.shown().includes('it ran'), anas.shown().includes(`in ${sshd.home}`)]).toEqual([true, true])
    expect(existsSync(join(sshd.home, 'typed'))).toBe(false)
    expect(await untilTouched('held')).toMatchObject({ data: { who: 'ben', from: '127.0.0.1' } })
    await until(async () => (await touches()).some(one => one.data.why === 'the disk is full'), 'his reason')
  },
)

test.skipIf(!hasSshd)(
  'every way without a terminal goes through: of a held key, of hers, of a restricted one as restricted',
  async () => {
    const attempts = Object.entries(withoutTerminal)
    const came = ['ben', 'ana'].map(async person => {
      const each = attempts.map(async ([name, attempt]) => [name, await attempt(sshd, person)])
      return Object.fromEntries(await Promise.all(each)) as Record<string, string>
    })
    const robot = sshd.ssh('robot', ['cat /etc/passwd'])
    const all = Object.fromEntries(attempts.map(([name]) => [name, cameThrough]))
    expect(await Promise.all(came)).toEqual([all, all])
    expect((await robot).out).toBe('restricted\n')
    expect(await untilTouched('no-tty')).toMatchObject({ data: { who: 'ben' } })
    expect((await touches()).some(one => one.data.who === 'ana')).toBe(false)
  },
)

test.skipIf(!hasSshd)(
  'a connection from before is asked anew for each terminal, and a shell that was open lives on',
  async () => {
    const socket = join(sshd.folder, 'mux')
    nothingBurns()
    const before = sshd.login('ben', { options: ['-M', '-S', socket] })
    await shows(before, '$ ')
    itBurns()
    const over = (command: string[], more: string[] = []) => [...sshd.args('ben', ['-S', socket, ...more], command)]
    expect((await ended('ssh', over(['echo it came through']))).out.trim()).toBe(cameThrough)
    const after = sshd.login('ben', { options: ['-S', socket] })
    await shows(after, herScreen)
    after.close()
    before.type('echo still "here"; exit\r')
    expect(await before.ended).toBe(0)
    expect(before.shown()).toContain('still here')
  },
)

test.skipIf(!hasSshd)(
  'the watcher keeps the answer at hand, tells of what has no terminal, and releases whose key was taken away',
  async () => {
    const stop = new AbortController()
    let read = sshd.log().length
    // As syslog writes what sshd says here on its stderr.
    const lines = () => {
      const from = read
      read = sshd.log().length
      const said = sshd.log().slice(from).split('\n')
      return said.map(line => `db-1 sshd[1]: ${line.trimEnd()}`)
    }
    const watching = watchHost({ places: places(), lines, everyMs: 100 }, stop.signal)
    await until(() => existsSync(places().state), 'the answer at hand')
    expect((await sshd.ssh('ana', ['true'])).code).toBe(0)
    const isTold = async () => (await touches()).some(({ data }) => data.what === 'no-tty' && data.who === sshd.user)
    await until(isTold, 'what she is told')
    // What the guard writes down while Fireline is away is told once it is back.
    const server = readFileSync(`${places().folder}/server`, 'utf8')
    writeFileSync(`${places().folder}/server`, 'http://127.0.0.1:1\n')
    appendFileSync(places().log, '2026-03-01T03:12:44Z no answer from Fireline; mira was let in\n')
    await until(() => Date.now() - statSync(places().state).mtimeMs > 300, 'Fireline to be away')
    writeFileSync(`${places().folder}/server`, server)
    expect(await untilTouched('unasked')).toMatchObject({
      data: { who: 'mira', why: expect.stringContaining('03:12') },
    })
    await sshd.letIn('ana')
    await until(() => !existsSync(`${places().folder}/unhold`), 'him to be released')
    await sshd.letIn('ana', 'ben')
    stop.abort()
    await watching
    expect(existsSync(places().state)).toBe(false)
  },
)

test.skipIf(!hasSshd)(
  'Fireline away lets the held in as well; not confirmed, sshd reads what it read before',
  async () => {
    // Long enough for a login on a busy machine: whoever comes after it is not held.
    await holds('ben', 4)
    writeFileSync(`${places().folder}/server`, 'http://127.0.0.1:1\n')
    const login = sshd.login('ben')
    await shows(login, 'You are let in.')
    login.type('exit 4\r')
    expect(await login.ended).toBe(4)
    await until(() => !existsSync(`${places().folder}/unhold`), 'it to be undone')
    const said = () => sshd.ssh('ben', ['echo "by ${SSH_USER_AUTH-no file}"; ls ~/../etc/ssh/sshd_config.d'])
    await until(async () => (await said()).out === 'by no file\n', 'sshd to read what it read before')
    expect(existsSync(`${places().folder}/keys`)).toBe(false)
  },
)

async function holds(person: string, confirmWithinSeconds = 60): Promise<void> {
  const here: SshdHere = {
    program: requireProgram('sshd') ?? '',
    config: sshd.config,
    dropIns: `${dirname(sshd.config)}/sshd_config.d`,
    reload: `kill -HUP ${sshd.pid()}`,
  }
  const listed = { person, account: sshd.user, key: (await sshd.keyOf(person)).public }
  await holdPerson(places(), here, listed, { confirmWithinSeconds })
}

/** What the watcher would say while nothing burns, and then no more. */
function nothingBurns(): void {
  mkdirSync(dirname(places().state), { recursive: true })
  writeFileSync(places().state, `at ${Math.floor(Date.now() / 1_000)}\nfireline-seat 1\nend\n`)
}
const itBurns = () => rmSync(places().state)

/** So often, each after the other. */
const shows = (login: Login, text: string, times = 1) =>
  until(() => login.shown().split(text).length > times, `"${text}" in ${login.shown()}`)

async function touches(): Promise<EntryOf<'HostTouched'>[]> {
  const { body } = await ana.get<{ entries: EntryOf<'HostTouched'>[] }>(`/api/v1/incidents/${incident}/timeline`)
  return body.entries.filter(one => one.type === 'HostTouched')
}

const untilTouched = (what: string) =>
  until(async () => (await touches()).find(one => one.data.what === what), `what she is told of ${what}`)
