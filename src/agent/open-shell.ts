import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { text as wholeText } from 'node:stream/consumers'
import { attachKeeper } from './attached-keeper.ts'
import type { SessionKey } from './keeper-hooks.ts'
import { keeperProgram } from './keeper-program.ts'
import type { Dialled } from './line-to-server.ts'
import { readSession, sessionsFolder, startSession } from './sessions.ts'

/** A shell that this host has agreed to open. */
export interface ShellOrder {
  terminal: string
  incident: string
  host: string
  key: SessionKey
  /** With the ticket that the server knows this one terminal by. */
  dial: Dialled
}

/** Where its keeper is found from now on: by whoever may enter its folder, which is its own user and root. */
export interface OpenedShell {
  folder: string
}

/** In the place of a keeper's folder: an order stands on stdin, and the folder is said on stdout. */
export const ordersOnStdin = '-'

/** Size until the person who types says theirs. */
const size = { cols: 100, rows: 30 }
const startsWithinMs = 10_000

/** Opens it as that user of this host, or as this process's own, under a keeper that outlives this process and the server. */
export async function openShell(order: ShellOrder, as?: string, env = ownEnv()): Promise<OpenedShell> {
  return as === undefined || as === userInfo().username ? openAsSelf(order, env) : openAs(as, order)
}

async function openAsSelf(order: ShellOrder, env: NodeJS.ProcessEnv): Promise<OpenedShell> {
  const { terminal, incident, host, key, dial } = order
  const cwd = env['HOME'] && existsSync(env['HOME']) ? env['HOME'] : '/'
  const place = { url: dial.url, incident, looking: false, command: [], opened: { terminal, host } }
  const keeper = await startSession({ ...place, ...size, env, cwd })
  keeper.tell({ type: 'session-key', ...key })
  keeper.tell({ type: 'dial', ...dial })
  keeper.detach()
  return { folder: join(sessionsFolder(env), terminal.slice(0, 8)) }
}

/** With that user's own groups and environment; only root can. */
async function openAs(user: string, order: ShellOrder): Promise<OpenedShell> {
  if (process.getuid?.() !== 0) throw new Error(`Only an agent that runs as root opens a shell as ${user}.`)
  const account = ['--reuid', user, '--regid', await groupOf(user), '--init-groups']
  const program = [process.execPath, ...keeperProgram(), ordersOnStdin]
  const said = await run('setpriv', [...account, '--reset-env', ...program], JSON.stringify(order))
  return JSON.parse(said) as OpenedShell
}

export async function openAsOrdered(): Promise<void> {
  const order = JSON.parse(await wholeText(process.stdin)) as ShellOrder
  process.stdout.write(JSON.stringify(await openShell(order)))
}

/** What another person signs is let in there, too. */
export async function letType({ folder }: OpenedShell, key: SessionKey): Promise<void> {
  const session = readSession(folder)
  if (!session?.signed) throw new Error('This shell has ended.')
  const keeper = await attachKeeper(folder, session)
  const heard = Promise.race([once(keeper.happenings, 'knows'), once(keeper.happenings, 'gone')])
  keeper.tell({ type: 'session-key', ...key })
  await heard
  keeper.detach()
}

/** As a login makes it: nothing of what the agent was started with. */
function ownEnv(): NodeJS.ProcessEnv {
  const { username, homedir, shell } = userInfo()
  const who = { HOME: homedir, USER: username, LOGNAME: username, SHELL: shell ?? '/bin/sh' }
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  return { ...who, PATH: path, LANG: process.env['LANG'] ?? 'C.UTF-8' }
}

const groupOf = async (user: string): Promise<string> => (await run('id', ['-g', user], '')).trim()

async function run(program: string, args: string[], input: string): Promise<string> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: startsWithinMs })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([wholeText(child.stdout), wholeText(child.stderr), once(child, 'close')])
  if (code === 0) return out
  throw new Error(err.trim().slice(0, 500) || `${program} ended with ${code}`)
}
