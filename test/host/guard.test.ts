import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeFiles } from '../../src/agent/guard/place-files.ts'
import { guardPlaces } from '../../src/agent/guard/places.ts'
import { tellFiles } from '../../src/agent/guard/tell.ts'
import type { EntryOf } from '../../src/incident/entry.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'
import { requireProgram } from '../real-program.ts'
import { cameThrough, withoutTerminal } from './attempts.ts'
import { type Login, type Sshd, startSshd } from './sshd.ts'

let world: World
let ana: Caller
let sshd: Sshd | undefined
let incident: string
let shell: SharedShell

beforeAll(async () => {
  const [started, opened] = await Promise.all([startSshd(), startWorld()])
  ;[sshd, world] = [started, opened]
  ana = await world.person('Ana Berg')
  incident = await openIncident(world, { id: ana.id, name: 'Ana Berg' })
  shell = await shareShell(world.url, ana, incident, { command: ['sh', '-c', 'echo Ana is at work here; exec cat'] })
  await shell.link.welcomed
  const made = await world.admin.post<{ key: string; watchKey: string }>(`/api/v1/hosts/${hostname()}/guard`, {})
  for (const one of ['zsh', 'fish']) if (sshd) mkdirSync(join(sshd.folder, 'etc', one), { recursive: true })
  if (sshd)
    placeFiles(guardPlaces(sshd.folder), tellFiles(guardPlaces(sshd.folder), { server: world.url, ...made.body }))
  await sshd?.letIn('ben')
})
afterAll(async () => {
  await Promise.all([sshd?.stop(), shell?.end()])
  await world?.stop()
})

const question = 'INC-1: Ana Berg has the keyboard here. [w] watch  [c] continue, Ana Berg is told'

test('who logs in with a terminal is told who has the keyboard, watches, goes on with one key, and she is told', async () => {
  if (!sshd) return expect(process.env['CI']).toBeUndefined()
  const login = sshd.login('ben')
  await shows(login, question)
  login.type('w')
  await shows(login, 'Ana is at work here')
  login.type('q')
  await until(() => login.shown().split(question).length === 3, 'the question again')
  login.type('c')
  login.type('echo "in $PWD"; exit 3\r')
  expect(await login.ended).toBe(3)
  expect(login.shown()).toContain(`in ${sshd.home}`)
  const told = await until(async () => (await touches()).at(-1), 'what she is told')
  expect(told).toMatchObject({
    by: { kind: 'agent', name: `the guard of ${hostname()}` },
    data: { host: hostname(), what: 'login', who: sshd.user, from: '127.0.0.1', count: 1 },
  })
})

test('what has no terminal of its own is never touched: neither asked, nor held, nor told of', async () => {
  if (!sshd) return expect(process.env['CI']).toBeUndefined()
  const host = sshd
  const before = (await touches()).length
  const came = Object.entries(withoutTerminal).map(async ([name, attempt]) => [name, await attempt(host, 'ben')])
  expect(Object.fromEntries(await Promise.all(came))).toEqual(
    Object.fromEntries(Object.keys(withoutTerminal).map(name => [name, cameThrough])),
  )
  expect((await touches()).length).toBe(before)
})

const shells = {
  zsh: (folder: string) => {
    writeFileSync(join(folder, '.zlogin'), `source ${folder}/etc/zsh/zlogin\n`)
    return `exec env ZDOTDIR=${folder} zsh -il`
  },
  fish: (folder: string) => `exec env XDG_CONFIG_HOME=${folder}/etc fish -il`,
}

test.each(Object.entries(shells))('%s tells it as bash does', async (name, start) => {
  if (!sshd || !requireProgram(name)) return expect(process.env['CI']).toBeUndefined()
  const login = sshd.login('ben', { command: [start(sshd.folder)] })
  await shows(login, question)
  login.type('c')
  await until(() => touches().then(all => all.length > 0), 'what she is told')
  login.close()
})

const shows = (login: Login, text: string) => until(() => login.shown().includes(text), `"${text}"`)

async function touches(): Promise<EntryOf<'HostTouched'>[]> {
  const { body } = await ana.get<{ entries: EntryOf<'HostTouched'>[] }>(`/api/v1/incidents/${incident}/timeline`)
  return body.entries.filter(one => one.type === 'HostTouched')
}
