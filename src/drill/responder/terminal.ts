import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { untilSeen } from '../client.ts'
import { expectThat, type Person } from './scene.ts'

/** A shell of somebody's own, shared into the incident for everyone to watch. */
export type SharedTerminal = { terminal: string; end(): Promise<void> }

const cli = fileURLToPath(new URL('../../cli/cli.ts', import.meta.url))
/** Ctrl-\ and x: what ends a shared shell. */
const endIt = '\u001cx'

/** As the person would do it: `fireline share` in the shop's folder. Everything it keeps is in that folder too. */
export function shareTerminal(folder: string, by: Person, incident: string): Promise<SharedTerminal> {
  return share(folder, by, incident, [])
}

/** Only to look at: nobody's keys reach it but those of who shares it, and behind it is no shell. */
export function shareLog(folder: string, by: Person, incident: string): Promise<SharedTerminal> {
  return share(folder, by, incident, ['--look', '--', 'tail', '-n', '20', '-F', join(folder, 'logs', 'proxy.log')])
}

async function share(folder: string, by: Person, incident: string, what: string[]): Promise<SharedTerminal> {
  const sharing = start(folder, by, ['--incident', incident, ...what])
  const said = () => readFileSync(join(folder, 'logs', 'terminal.log'), 'utf8').slice(-600)
  const terminal = await untilSeen('a shared terminal', async () => {
    expectThat(sharing.exitCode === null, `${by.name}'s shell is shared (it said: ${said()})`)
    return (await by.incident(incident)).terminals.find(each => each.person === by.id && each.state === 'live')
  })
  return { terminal: terminal.id, end: () => end(sharing) }
}

function start(folder: string, by: Person, args: string[]): ChildProcess {
  const runtime = join(folder, 'run')
  mkdirSync(runtime, { mode: 0o700, recursive: true })
  const log = openSync(join(folder, 'logs', 'terminal.log'), 'a', 0o600)
  const { PATH = '' } = process.env
  const shell = existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh'
  const { url, token = '' } = by.login
  const env = { PATH, HOME: folder, SHELL: shell, XDG_RUNTIME_DIR: runtime, FIRELINE_URL: url, FIRELINE_TOKEN: token }
  const sharing = spawn(process.execPath, [cli, 'share', ...args], {
    cwd: folder,
    env,
    stdio: ['pipe', log, log],
    detached: true,
  })
  closeSync(log)
  return sharing
}

async function end(sharing: ChildProcess): Promise<void> {
  if (sharing.exitCode !== null || sharing.signalCode !== null) return
  const gone = new Promise(ended => sharing.once('exit', ended))
  sharing.stdin?.on('error', () => {})
  sharing.stdin?.write(endIt)
  const hard = setTimeout(() => sharing.kill('SIGKILL'), 6_000)
  await gone
  clearTimeout(hard)
}
