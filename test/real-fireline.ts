import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Refusal } from '../src/incident/decision.ts'
import type { Entry } from '../src/incident/entry.ts'
import type { Incident, Terminal } from '../src/incident/incident.ts'
import { compiled } from './compiled.ts'
import { type Answered, adminToken, type Caller, callerOf, until } from './harness.ts'

const cli = join(import.meta.dirname, '../src/cli/cli.ts')

/** How a program ended, and what it said. */
export interface Ran {
  code: number
  stdout: string
  stderr: string
}

/** A person with a machine of their own: a home, a login in it, the CLI, and the same API as everyone. */
export interface PersonAtWork extends Caller {
  name: string
  home: string
  /** Runs the CLI, with this piped into it. */
  fireline(args: string[], piped?: string): Promise<Ran>
  /** `fireline share`: their own shell, until it is ended. */
  share(incident: string): Promise<SharedTerminal>
  /** A command that is done: the entries it made. */
  asks(incident: string, command: string, body?: object): Promise<Entry[]>
  /** A command that is refused, with the way forward. */
  isRefused(incident: string, command: string, body?: object): Promise<Refusal>
}

export interface SharedTerminal extends Terminal {
  end(): Promise<void>
}

/** A Fireline as anyone starts it: a process of its own, its own embedded PostgreSQL, its own data folder. */
export interface RealFireline {
  url: string
  dataDir: string
  admin: Caller
  /** Where monitoring sends to, as the first start says it. */
  intake: string
  person(name: string, role: 'viewer' | 'responder' | 'admin', email: string): Promise<PersonAtWork>
  is(incident: string): Promise<Incident>
  timeline(incident: string): Promise<Entry[]>
  /** A command on the host of its data. */
  onHost(args: string[]): Promise<Ran>
  /** What it said on its console while it started, and since. */
  said(): string
  /** Errors that it logged. */
  errors(): string[]
  /** Ends it as an init system would; its exit code. */
  stop(): Promise<number | null>
}

export async function startRealFireline(more: Record<string, string | undefined> = {}): Promise<RealFireline> {
  const root = mkdtempSync(join(tmpdir(), 'fireline-real-'))
  // As root its PostgreSQL runs as somebody else, who has to get through here.
  chmodSync(root, 0o711)
  const dataDir = join(root, 'data')
  const env = { FIRELINE_DATA: dataDir, FIRELINE_PORT: '0', FIRELINE_ADMIN_TOKEN: adminToken, ...more }
  const server = spawn(process.execPath, [cli, 'serve'], { env: { ...plain(root), ...env }, stdio: 'pipe' })
  const said = listen(server)
  const ready = /^Fireline is ready on (\S+)$/m
  const url = await until(() => hasEnded(server) || ready.exec(said.stdout)?.[1], 'Fireline to be ready', 40_000)
  if (url === true) throw new Error(`Fireline did not start: ${said.stderr}`)
  const admin = callerOf(url, adminToken, '')
  return {
    url,
    dataDir,
    admin,
    intake: /http:\S+\/intake\/\w{32}/.exec(said.stderr)?.[0] ?? 'no intake address was said',
    async person(name, role, email) {
      const { id } = (await admin.post<{ id: string }>('/api/v1/people', { name, role, email })).body
      const { token } = (await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'desk' })).body
      return atWork(callerOf(url, token, id), name, join(root, name))
    },
    is: async incident => (await admin.get<Incident>(`/api/v1/incidents/${incident}`)).body,
    timeline: async incident =>
      (await admin.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)).body.entries,
    onHost: args => run(args, { ...plain(root), FIRELINE_DATA: dataDir }),
    said: () => said.stderr,
    errors: () => said.stderr.split('\n').filter(line => line.includes('"level":"error"')),
    async stop() {
      const code = await endOf(server)
      rmSync(root, { recursive: true, force: true })
      return code
    },
  }
}

async function atWork(caller: Caller, name: string, home: string): Promise<PersonAtWork> {
  mkdirSync(home)
  const env = plain(home)
  const url = (path: string, incident: string) => `/api/v1/incidents/${incident}/${path}`
  const fireline = (args: string[], piped?: string) => run(args, env, piped)
  return {
    ...caller,
    name,
    home,
    fireline,
    share: incident => share(caller, incident, env),
    async asks(incident, command, body = {}) {
      const answer: Answered<{ entries: Entry[] }> = await caller.post(url(command, incident), body)
      if (answer.status === 200) return answer.body.entries
      throw new Error(`${name}'s ${command} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    },
    async isRefused(incident, command, body = {}) {
      const answer: Answered<{ refusal: Refusal }> = await caller.post(url(command, incident), body)
      if (answer.status === 409) return answer.body.refusal
      throw new Error(`${name}'s ${command} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    },
  }
}

/** Ctrl-\ and x: what ends a shared shell. */
const endIt = '\u001cx'

async function share(who: Caller, incident: string, env: NodeJS.ProcessEnv): Promise<SharedTerminal> {
  mkdirSync(env['XDG_RUNTIME_DIR'] ?? '', { mode: 0o700, recursive: true })
  const sharing = spawn(process.execPath, [cli, 'share', '--incident', incident], {
    cwd: env['HOME'],
    env,
    stdio: 'pipe',
  })
  const said = listen(sharing)
  const shared = async () => {
    if (hasEnded(sharing)) throw new Error(`the shell is not shared: ${said.stdout}${said.stderr}`)
    const { body } = await who.get<Incident>(`/api/v1/incidents/${incident}`)
    return body.terminals.find(one => one.person === who.id && one.state === 'live')
  }
  const terminal = await until(shared, 'the shared terminal', 20_000)
  return {
    ...terminal,
    async end() {
      sharing.stdin.on('error', () => {}).write(endIt)
      await until(() => hasEnded(sharing), 'the shared shell to end')
    },
  }
}

/** Runs the CLI to its end. */
function run(args: string[], env: NodeJS.ProcessEnv, piped?: string): Promise<Ran> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [cli, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
    child.stdin?.end(piped)
  })
}

/** Nothing of who runs the tests: no login, no settings, no dotfiles. */
function plain(home: string): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, LANG } = process.env
  const shell = existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh'
  return { ...compiled, PATH, TMPDIR, LANG, HOME: home, SHELL: shell, XDG_RUNTIME_DIR: join(home, 'run') }
}

function listen(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', chunk => (said.stdout += String(chunk)))
  child.stderr?.on('data', chunk => (said.stderr += String(chunk)))
  return said
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function endOf(child: ChildProcess): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode
  const ended = once(child, 'exit')
  const hard = setTimeout(() => child.kill('SIGKILL'), 12_000)
  child.kill('SIGTERM')
  await ended
  clearTimeout(hard)
  return child.exitCode
}
