import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { hostBehind } from '../terminal/ssh-words.ts'
import { type AttachedKeeper, attachKeeper } from './attached-keeper.ts'
import { keeperProgram } from './keeper-program.ts'
import { inFolder, type Session } from './keeper-protocol.ts'
import { sshWithMarks } from './nested-ssh.ts'
import { withMarks } from './shell-integration.ts'

export interface Wanted {
  url: string
  incident: string
  looking: boolean
  /** As the host is called, where its own name is another. */
  host?: string
  /** A command instead of the person's own shell. */
  command: string[]
  /** Agreed: an ssh, that command or one typed in the shell, is told to tell what runs behind it. */
  marks?: boolean
  cols: number
  rows: number
  env: NodeJS.ProcessEnv
  cwd: string
  /** A shell that this host opened for a signature: what it is called everywhere, and only signed keys reach it. */
  opened?: { terminal: string; host: string }
}

/** The folder of all shared shells of this person on this machine. Nobody else may enter; a folder that is not ours is not used. */
export function sessionsFolder(env: NodeJS.ProcessEnv): string {
  const base = env['XDG_RUNTIME_DIR'] || join(tmpdir(), `fireline-${userInfo().uid}`)
  const folder = env['XDG_RUNTIME_DIR'] ? join(base, 'fireline') : base
  mkdirSync(folder, { mode: 0o700, recursive: true })
  const is = lstatSync(folder)
  if (!is.isDirectory() || is.uid !== userInfo().uid || (is.mode & 0o077) !== 0)
    throw new Error(`${folder} is not a folder of yours alone: remove it, or set XDG_RUNTIME_DIR.`)
  return folder
}

/** A shell that this person shares already in this incident, from before a break; the first that answers. */
export async function findSession({
  url,
  incident,
  looking,
  env,
}: Pick<Wanted, 'url' | 'incident' | 'looking' | 'env'>): Promise<AttachedKeeper | undefined> {
  const all = sessionsFolder(env)
  for (const name of readdirSync(all)) {
    const folder = join(all, name)
    const session = readSession(folder)
    if (session?.url !== url || session.incident !== incident || session.looking !== looking) continue
    const keeper = await attachKeeper(folder, session).catch(() => undefined)
    if (keeper && keeper.exitCode() === undefined) return keeper
    keeper?.detach()
  }
  return undefined
}

/** Starts a shell under a keeper of its own, which lives on when this process does not. */
export async function startSession(wanted: Wanted): Promise<AttachedKeeper> {
  const { url, incident, looking, cols, rows, cwd, opened } = wanted
  const terminal = opened?.terminal ?? randomUUID()
  // Short: the path of a socket has room for about a hundred characters.
  const folder = join(sessionsFolder(wanted.env), terminal.slice(0, 8))
  mkdirSync(folder, { mode: 0o700 })
  const nonce = randomBytes(16).toString('hex')
  const env = { TERM: 'xterm-256color', ...plainEnv(wanted.env), FIRELINE_SHARED: incident }
  const shell = wanted.env['SHELL'] || userInfo().shell || '/bin/sh'
  const nonces = { nonce, ...(wanted.marks && { nested: randomBytes(16).toString('hex') }) }
  const marked = wanted.marks ? sshWithMarks(wanted.command, nonce) : undefined
  const own = { command: marked ?? wanted.command, env }
  const started = wanted.command.length > 0 ? own : withMarks(shell, folder, nonces, env)
  const title = wanted.command.length > 0 ? wanted.command.join(' ').slice(0, 200) : shell
  // Behind an ssh the work is done there: the seat and the commands are that host's.
  const host = opened?.host ?? wanted.host ?? hostBehind(wanted.command) ?? hostname()
  const place = { terminal, url, incident, looking, title, host, ...(opened && { signed: true as const }) }
  const session = { ...place, ...nonces, cwd, cols, rows, ...started }
  writeFileSync(join(folder, inFolder.session), JSON.stringify(session), { mode: 0o600 })
  const ended = startKeeper(folder, cwd)
  for (let tries = 0; ; tries++) {
    const keeper = await attachKeeper(folder, session).catch(() => undefined)
    if (keeper) return keeper
    const said = ended()
    if (said !== undefined) rmSync(folder, { recursive: true, force: true })
    if (said !== undefined) throw new Error(`The shell did not start: ${said}`)
    if (tries > 200) throw new Error(`The shell did not start; see ${join(folder, inFolder.log)}.`)
    await pause(25)
  }
}

/** Answers what it said when it ended at once. */
function startKeeper(folder: string, cwd: string): () => string | undefined {
  const file = join(folder, inFolder.log)
  const log = openSync(file, 'a', 0o600)
  const args = [...keeperProgram(), folder]
  const keeper = spawn(process.execPath, args, { detached: true, cwd, stdio: ['ignore', log, log] })
  closeSync(log)
  keeper.unref()
  let ended: string | undefined
  // Long after it was attached, its folder may have gone before it: then nobody asks.
  const end = () => (ended = existsSync(file) ? readFileSync(file, 'utf8').trim() : '')
  keeper.once('exit', end).once('error', end)
  return () => ended
}

/** The person's environment, without what signs in to Fireline: who types in the shell is not always them. */
function plainEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name, value]) => value !== undefined && !/^FIRELINE_|^DATABASE_URL$/.test(name),
  )
  return Object.fromEntries(kept) as Record<string, string>
}

export function readSession(folder: string): Session | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, inFolder.session), 'utf8')) as Session
  } catch {
    return undefined
  }
}
