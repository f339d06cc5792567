import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

let world: World
let ana: Caller
let ben: Caller
let folder: string
const started: ChildProcess[] = []

beforeAll(async () => {
  const root = join(import.meta.dirname, '../..')
  const build = `import { buildCliFileIfStale } from './launch/cli-file.mjs'; await buildCliFileIfStale('.', process.execPath)`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', build], { cwd: root })
  world = await startWorld()
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  folder = mkdtempSync(join(tmpdir(), 'fireline-colleague-'))
  mkdirSync(join(folder, 'bin'))
  symlinkSync(process.execPath, join(folder, 'bin', 'node'))
  // Somebody stands in the folder of their own project when they download it.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const download = await (await fetch(`${world.url}/cli/install-line`)).text()
  await promisify(execFile)('sh', ['-c', download], { cwd: folder })
}, 60_000)
afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL')
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A home of their own, empty at first; in PATH there is Node and nothing else. */
const homeOf = (name: string) => ({
  HOME: join(folder, name),
  PATH: join(folder, 'bin'),
  SHELL: '/bin/bash',
  XDG_RUNTIME_DIR: join(folder, `${name}-run`),
})

interface Started extends ChildProcess {
  said(): string
  ended: Promise<[code: number]>
}

function start(name: string, ...args: string[]): Started {
  const env = homeOf(name)
  mkdirSync(env.HOME, { recursive: true })
  mkdirSync(env.XDG_RUNTIME_DIR, { recursive: true, mode: 0o700 })
  const child = spawn(join(folder, 'fireline'), args, { cwd: folder, env, stdio: 'pipe' })
  started.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += String(chunk)))
  return Object.assign(child, { said: () => text, ended: once(child, 'close') as Promise<[number]> })
}

async function run(name: string, ...args: string[]): Promise<string> {
  const child = start(name, ...args)
  const [code] = await child.ended
  return `${code}: ${child.said()}`
}

test('what is downloaded is what the server says it is, and is not downloaded twice', async () => {
  const file = readFileSync(join(folder, 'fireline'))
  const sha256 = createHash('sha256').update(file).digest('hex')
  const about = (await (await fetch(`${world.url}/cli/about`)).json()) as Record<string, unknown>
  expect(about).toMatchObject({ url: world.url, sha256, bytes: file.length, needs: { node: '>=20.19' } })
  expect(about['terminals']).toContain('linux-x64')
  expect(await (await fetch(`${world.url}/cli.sha256`)).text()).toBe(`${sha256}  fireline\n`)
  const again = await fetch(`${world.url}/cli`, { headers: { 'if-none-match': `"${sha256}"` } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect(await run('nobody', '--help')).toMatch(/^0: Usage: fireline [\s\S]*\n {2}login [\s\S]*\n {2}share /)
  expect(await run('nobody', 'serve')).toContain("unknown command 'serve'")
})

test('the address in it is the one that worked, and never one that a shell would read', async () => {
  const { port } = new URL(world.url)
  const from = (host: string) =>
    new Promise<string>(said =>
      execFile('curl', ['-fsSL', '-H', `Host: ${host}`, `${world.url}/cli`], (_error, stdout) => said(stdout)),
    )
  expect(await from(`fireline.lan:${port}`)).toContain(`\nurl='http://fireline.lan:${port}'\n`)
  expect(await from("x'; echo hacked; '")).toMatch(/^#!\/bin\/sh\n":" \/\*\n(#.*\n)*url=''\n/)
})

test('a colleague signs in by it, acknowledges, and shares a shell that another watches', async () => {
  await ana.post('/api/v1/incidents', { title: 'Shop is slow', severity: 'sev2', service: 'default' })
  const login = start('ana', 'login')
  const code = await until(() => /code ([A-Z-]{9})/.exec(login.said())?.[1], 'a code')
  expect(login.said()).toContain(`Open ${world.url}/device#`)
  expect((await ana.post('/api/v1/device/approve', { userCode: code })).status).toBe(200)
  expect(await run('ben', 'login', '--token', ben.token)).toBe('0: Signed in as Ben.\n')
  await login.ended
  expect(login.said()).toContain('Signed in as Ana.')
  expect(await run('ana', 'ack')).toBe('0: You have INC-1: Shop is slow\n')
  expect(await run('ben', 'size-up')).toContain('Shop is slow')

  const sharing = start('ana', 'share')
  await until(() => sharing.said().includes('Shared in INC-1'), 'the shared shell')
  const watching = start('ben', 'watch')
  await until(() => watching.said().includes('\u001bc'), 'the screen')
  sharing.stdin?.write('echo seen-$((6*7))\r')
  await until(() => watching.said().includes('seen-42'), 'what the shell printed')
  sharing.stdin?.on('error', () => {}).write('\u001cx')
  await sharing.ended
  await watching.ended
  expect(watching.said()).toContain('The terminal has ended.')
  const { body } = await ana.get<Incident>('/api/v1/incidents/INC-1')
  expect(body.terminals).toMatchObject([{ person: ana.id, state: 'ended' }])
})

test('without a Node that is new enough it says what to get, where the server has none for this machine', () => {
  const text = readFileSync(join(folder, 'fireline'), 'utf8')
    .replace(/^node_digest=.*$/m, "node_digest=''")
    .replace('/opt/homebrew/bin/node /usr/local/bin/node', '')
  writeFileSync(join(folder, 'bare'), text, { mode: 0o755 })
  const old = join(folder, 'old')
  mkdirSync(old)
  writeFileSync(join(old, 'node'), '#!/bin/sh\necho v20.18.1\n', { mode: 0o755 })
  let said = ''
  try {
    execFileSync(join(folder, 'bare'), ['--help'], { env: { HOME: folder, PATH: old }, stdio: 'pipe' })
  } catch (error) {
    said = String((error as { stderr: Buffer }).stderr)
  }
  expect(said).toMatch(/^fireline: this needs Node 20\.19 or newer, and there is none here\.\n.*https:\/\/nodejs\.org/)
})
