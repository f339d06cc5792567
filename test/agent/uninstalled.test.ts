import { execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostAgentsOf } from '../../src/hosts/host-agents.ts'
import { startWorld, until, type World } from '../harness.ts'

const eyes = join(process.cwd(), 'dist/handed-out/fireline-eyes.cjs')
let world: World
let host: string
beforeAll(async () => {
  world = await startWorld()
  host = mkdtempSync(join(tmpdir(), 'fireline-uninstall-'))
  for (const folder of ['etc', 'etc/ssh', 'var', 'var/lib', 'tmp']) mkdirSync(join(host, folder))
  writeFileSync(join(host, 'etc/ssh/sshd_config'), 'Port 22\n', { mode: 0o644 })
})
afterAll(async () => {
  await world.stop()
  rmSync(host, { recursive: true })
})

/** Every file and folder of the host: what it is, who may, and what stands in it. */
const tree = (): string[] =>
  readdirSync(host, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(path => {
      const { mode, uid } = statSync(join(host, path))
      const isFile = (mode & 0o170000) === 0o100000
      return `${path} ${mode.toString(8)} ${uid} ${isFile ? readFileSync(join(host, path), 'utf8') : ''}`
    })
const env = () => ({
  PATH: process.env['PATH'],
  HOME: join(host, 'tmp'),
  TMPDIR: join(host, 'tmp'),
  FIRELINE_AGENT_FILE: join(host, 'etc/fireline/agent.yaml'),
  FIRELINE_AGENT_STATE: join(host, 'var/lib/fireline-agent'),
})
const command = (...args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(eyes, args, { env: env() }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout),
    )
  })

it('what was enrolled, ran and was switched off leaves a host as it was, to the byte', async () => {
  const before = tree()
  const { body } = await world.admin.post<{ code: string }>('/api/v1/agents', { host: 'db-1' })
  mkdirSync(join(host, 'etc/fireline'), { mode: 0o755 })
  writeFileSync(env().FIRELINE_AGENT_FILE, 'level: 4\nasRoot: true\n', { mode: 0o644 })
  expect(await command('enrol', world.url, body.code)).toContain('db-1 is known to')

  // Node's own permissions hold it, too: no program, no thread, no native code, and written is only its own folder.
  const held = ['--permission', '--allow-fs-read=*', `--allow-fs-write=${env().FIRELINE_AGENT_STATE}`]
  const running = spawn(process.execPath, [...held, '--disallow-code-generation-from-strings', eyes, 'run'], {
    env: env(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise(resolve => running.once('close', resolve))
  let said = ''
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const here = await until(() => hostAgentsOf(world.fireline.desk).all()[0], 'the eyes')
  // The file allows a shell; the eyes cannot: the lower of both counts.
  expect(here.allows).toMatchObject({ host: 'db-1', version: '1 eyes', shell: false, checks: [] })
  expect(await here.ask({ type: 'run-check', check: 'disk' })).toMatchObject({ type: 'no', code: 'not-allowed' })

  expect(tree()).not.toEqual(before)
  expect(await command('off')).toBe('It is off.\n')
  await ended
  expect(said).toContain('Ended: off')
  expect(await command('uninstall')).toBe('It is gone from this host.\n')
  expect(tree()).toEqual(before)
})
