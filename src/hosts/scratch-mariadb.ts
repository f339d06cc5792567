import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { setPriority, constants as system } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type BackupTask, BackupTrouble } from '../steps/change/backup-driver.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../store/embedded/process-identity.ts'
import { type ServerUser, serverUser } from '../store/embedded/server-user.ts'
import { makeSocketFolder } from '../store/embedded/socket-folder.ts'
import { reachableFolder, scratchFoldersOf } from './reachable-folder.ts'
import { runProgram } from './run-program.ts'

/** An empty database of a MariaDB of its own, as a mariadb:// URL; nobody else's, gone when it is closed. */
export interface ScratchMariadb {
  url: string
  close(): Promise<void>
}

export interface MariadbForScratch {
  /** What the program says of its version; undefined where there is none on this host. */
  version(): Promise<string | undefined>
  open(pace?: BackupTask['pace']): Promise<ScratchMariadb>
}

/**
 * A dump is text that somebody else had a hand in, and it is run here. So: no network, no plugins, no files of this host, no events, no
 * other account that a definer could name, and a user with rights on one empty database, on a server that runs as a user without any.
 */
const shut = (folder: string): string[] => [
  '--skip-networking',
  '--skip-symbolic-links',
  '--skip-log-bin',
  '--local-infile=0',
  '--event-scheduler=OFF',
  `--secure-file-priv=${join(folder, 'nothing')}`,
  `--plugin-dir=${join(folder, 'nothing')}`,
  `--tmpdir=${join(folder, 'tmp')}`,
]

/** It holds a copy of a copy for a minute: nothing needs to survive a power cut. */
const quick = [
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--skip-sync-frm',
  '--performance-schema=OFF',
  '--innodb-log-file-size=64M',
  '--innodb-buffer-pool-size=128M',
  '--aria-pagecache-buffer-size=8M',
  '--key-buffer-size=1M',
  '--max-connections=10',
  '--max-allowed-packet=1G',
]

const prefix = 'fireline-my-'
const longestStartMs = 60_000

export function scratchMariadb(wantedFolder: string): MariadbForScratch {
  return {
    async version() {
      const program = findServer()
      if (!program) return undefined
      const said = await runProgram([program, '--no-defaults', '--version'], AbortSignal.timeout(10_000))
      return said.code === 0 ? said.out : undefined
    },
    async open(pace) {
      const program = findServer()
      if (!program) throw new BackupTrouble('mariadbd is not installed on this host.')
      await sweep(wantedFolder)
      const folder = newFolder(wantedFolder)
      const user = serverUser(join(folder, 'data'))
      let server: ChildProcess | undefined
      let socketFolder = ''
      const close = async () => {
        if (server) await stop(server)
        for (const gone of [folder, socketFolder]) if (gone) rmSync(gone, { recursive: true, force: true })
      }
      try {
        for (const part of ['data', 'tmp', 'nothing']) ownFolder(join(folder, part), user)
        socketFolder = makeSocketFolder(join(folder, 'data'), user)
        const always = ['--no-defaults', `--datadir=${join(folder, 'data')}`, ...shut(folder), ...quick]
        await makeTables([program, ...always], folder, user)
        const [socket, word] = [join(socketFolder, 's'), randomBytes(24).toString('base64url')]
        server = await start([program, ...always, `--socket=${socket}`], folder, user, word)
        if (pace === 'gentle' && server.pid !== undefined) setPriority(server.pid, system.priority.PRIORITY_LOW)
        return { url: `mariadb://restorer:${word}@localhost/scratch?socket=${encodeURIComponent(socket)}`, close }
      } catch (error) {
        await close().catch(() => {})
        throw error
      }
    },
  }
}

/** Debian puts servers outside an ordinary user's PATH. */
function findServer(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec']
  return ['mariadbd', 'mysqld'].flatMap(name => folders.map(folder => join(folder, name))).find(isProgram)
}

function isProgram(path: string): boolean {
  if (!path.startsWith('/')) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The server's own tables, and in them no account at all. */
async function makeTables(argv: readonly string[], folder: string, user: ServerUser | undefined): Promise<void> {
  const source = ['mysql', 'mariadb'].flatMap(name =>
    ['mariadb_system_tables.sql', 'mysql_system_tables.sql'].map(file => join('/usr/share', name, file)),
  )
  const found = source.find(existsSync)
  if (!found) throw new BackupTrouble('The tables that a new MariaDB begins with are not on this host.')
  const script = join(folder, 'tables.sql')
  writeFileSync(script, `create database mysql;\nuse mysql;\n${readFileSync(found, 'utf8')}`)
  const input = openSync(script, 'r')
  try {
    const said = await runProgram([...argv, '--bootstrap'], AbortSignal.timeout(longestStartMs), {
      input,
      ...(user && { user }),
    })
    if (said.code !== 0) throw new BackupTrouble(`A MariaDB to restore into could not be made: ${lastError(said.err)}`)
  } finally {
    closeSync(input)
  }
}

async function start(
  argv: readonly string[],
  folder: string,
  user: ServerUser | undefined,
  word: string,
): Promise<ChildProcess> {
  const first = join(folder, 'first.sql')
  writeFileSync(first, firstStatements(word), { mode: 0o600 })
  if (user) chownSync(first, user.uid, user.gid)
  const log = join(folder, 'log')
  const output = openSync(log, 'a', 0o600)
  const [program = '', ...args] = argv
  const child = spawn(program, [...args, `--init-file=${first}`], {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
    ...user,
  })
  closeSync(output)
  child.unref()
  const over = new AbortController()
  child.once('error', () => over.abort())
  child.once('exit', () => over.abort())
  if (child.pid !== undefined) writeFileSync(join(folder, 'server'), JSON.stringify(identifyProcess(child.pid) ?? null))
  const until = performance.now() + longestStartMs
  while (!over.signal.aborted && performance.now() < until) {
    if (readFileSync(log, 'utf8').includes('ready for connections')) {
      rmSync(first)
      return child
    }
    await wait(15)
  }
  await stop(child)
  throw new BackupTrouble(`A MariaDB to restore into did not start: ${lastError(readFileSync(log, 'utf8'))}`)
}

/** What is restored may name definers; none of them is there, so nothing runs as anybody. */
const firstStatements = (word: string): string =>
  [
    'create database scratch',
    `create user restorer@localhost identified by '${word}'`,
    'grant all on scratch.* to restorer@localhost',
    'grant set user on *.* to restorer@localhost',
    '',
  ].join(';\n')

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

const lastError = (said: string): string =>
  (
    said
      .trim()
      .split('\n')
      .filter(line => line.includes('ERROR'))
      .at(-1) ??
    said.trim().split('\n').at(-1) ??
    ''
  ).slice(0, 500)

function newFolder(wanted: string): string {
  const folder = reachableFolder(wanted, prefix, inside => serverUser(join(inside, 'data')))
  const user = serverUser(join(folder, 'data'))
  if (user) chownSync(folder, user.uid, user.gid)
  writeFileSync(join(folder, 'owner'), JSON.stringify(identifyProcess(process.pid)))
  return folder
}

function ownFolder(path: string, user: ServerUser | undefined): void {
  mkdirSync(path, { mode: 0o700 })
  if (user) chownSync(path, user.uid, user.gid)
}

/** What a killed Fireline left running is ended by the next one. */
async function sweep(wanted: string): Promise<void> {
  for (const folder of scratchFoldersOf(wanted, prefix)) {
    const owner = readIdentity(join(folder, 'owner'))
    // Just made, or not ours to read: left alone.
    if (!owner || isRunning(owner)) continue
    const server = readIdentity(join(folder, 'server'))
    if (server && isRunning(server)) process.kill(server.pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function readIdentity(file: string): ProcessIdentity | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) ?? undefined) as ProcessIdentity | undefined
  } catch {
    return undefined
  }
}
