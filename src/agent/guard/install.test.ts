import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../../../test/harness.ts'
import { confirmGuard, guardHere, installGuard, uninstallGuard } from './install.ts'
import { type GuardPlaces, guardPlaces } from './places.ts'
import { tellFiles } from './tell.ts'

let fireline: Server
let url: string
const hosts: string[] = []

beforeAll(async () => {
  fireline = createServer((_, answer) => answer.end('fireline-seat 1\nincident INC-12\nholder Ana\nend\n'))
  await new Promise<void>(resolve => fireline.listen(0, '127.0.0.1', resolve))
  const address = fireline.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(() => {
  fireline.close()
  for (const folder of hosts) rmSync(folder, { recursive: true, force: true })
})

it('leaves no byte when it is taken off: files that were there are as they were, nothing else is', async () => {
  const host = aHost()
  const before = tree(host)
  const places = guardPlaces(host)
  await install(places)
  expect(readFileSync(places.zsh, 'utf8')).toMatch(/^# ours\nno newline at its end\n# >>> fireline guard >>>\n/)
  expect(await guardHere(places)).toMatchObject({ is: 'unconfirmed', answers: 'INC-12, Ana has the keyboard.' })
  // Once more puts it there once.
  await install(places)
  expect(await uninstallGuard(places)).toBe(true)
  expect(tree(host)).toEqual(before)
  expect([await uninstallGuard(places), await guardHere(places)]).toEqual([false, { is: 'none' }])
})

it('what somebody wrote beside our lines since then stays', async () => {
  const host = aHost()
  const places = guardPlaces(host)
  await install(places)
  writeFileSync(places.zsh, `${readFileSync(places.zsh, 'utf8')}theirs\n`)
  await uninstallGuard(places)
  expect(readFileSync(places.zsh, 'utf8')).toBe('# ours\nno newline at its end\ntheirs\n')
})

it('undoes itself when nobody confirms in time, and stays when somebody does', async () => {
  const [alone, confirmed] = [aHost(), aHost()]
  const before = tree(alone)
  await install(guardPlaces(confirmed), 0.3)
  expect(confirmGuard(guardPlaces(confirmed))).toBe(true)
  await install(guardPlaces(alone), 0.3)
  // The folder above it goes last.
  await until(() => !existsSync(dirname(guardPlaces(alone).folder)), 'it to be undone')
  expect(tree(alone)).toEqual(before)
  expect((await guardHere(guardPlaces(confirmed))).is).toBe('confirmed')
  expect(confirmGuard(guardPlaces(confirmed))).toBe(false)
})

it('is not put where it hears nothing from Fireline', async () => {
  const host = aHost()
  const before = tree(host)
  await expect(install(guardPlaces(host), 60, 'http://127.0.0.1:1')).rejects.toThrow(
    'The guard got no answer from Fireline: it needs curl, and to reach the server from this host. Everything is as it was.',
  )
  expect(tree(host)).toEqual(before)
})

function install(places: GuardPlaces, confirmWithinSeconds = 60, server = url): Promise<void> {
  const keys = { key: 'fl_guard_x', watchKey: 'fl_watch_x' }
  return installGuard(places, tellFiles(places, { server, ...keys }), { confirmWithinSeconds })
}

/** With zsh and fish, and lines of its own for zsh. */
function aHost(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-host-'))
  hosts.push(folder)
  for (const one of ['etc/zsh', 'etc/fish', 'etc/profile.d', 'run', 'var/log'])
    mkdirSync(join(folder, one), { recursive: true })
  writeFileSync(join(folder, 'etc/zsh/zlogin'), '# ours\nno newline at its end', { mode: 0o640 })
  return folder
}

/** Every file and folder, with what it is and holds. */
function tree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map(name => {
      const path = join(folder, name)
      const { mode, mtimeMs } = statSync(path)
      if (statSync(path).isDirectory()) return `${name} ${mode.toString(8)}`
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
      return `${name} ${mode.toString(8)} ${Math.round(mtimeMs)} ${digest}`
    })
}
