import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MariadbForScratch, scratchMariadb } from '../src/hosts/scratch-mariadb.ts'
import { until } from './harness.ts'
import { requireProgram } from './real-program.ts'

/** A real MariaDB with one database `shop`, on a socket of its own. */
export interface RealMariadb {
  /** As who may read everything and hold commits, unless another user is named. */
  url(database?: string, user?: string, password?: string): string
  /** As its administrator: what it answered, tabs between columns. */
  sql(said: string, database?: string): string
  socket: string
  stop(): Promise<void>
}

/** What a shell, an option file and a URL each read otherwise. */
export const awkwardPassword = `p"a'ss #;$(x) \\é`

const system = ['/usr/share/mysql/mysql_system_tables.sql', '/usr/share/mariadb/mariadb_system_tables.sql']
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined

/** The tables that a new server begins with, and no account; a second's work. */
function makeData(program: string, data: string): void {
  mkdirSync(data)
  if (nobody) chownSync(data, nobody.uid, nobody.gid)
  const script = `create database mysql;\nuse mysql;\n${readFileSync(system.find(existsSync) ?? '', 'utf8')}`
  execFileSync(program, [...how(data), '--bootstrap'], {
    input: script,
    stdio: ['pipe', 'ignore', 'ignore'],
    ...nobody,
  })
}

const how = (data: string): string[] => [
  '--no-defaults',
  `--datadir=${data}`,
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-log-file-size=8M',
  '--innodb-buffer-pool-size=64M',
  '--skip-networking',
]

export async function startMariadb(more: readonly string[] = []): Promise<RealMariadb | undefined> {
  const program = requireProgram('mariadbd')
  if (!program || !requireProgram('mariadb')) return undefined
  const home = newFolder('fireline-maria-')
  const [data, socket] = [join(home, 'data'), join(home, 's')]
  makeData(program, data)
  const first = join(home, 'first.sql')
  cpSync(join(import.meta.dirname, 'fixtures', 'mariadb-first.sql'), first)
  if (nobody) chownSync(first, nobody.uid, nobody.gid)
  const server = spawn(program, [...how(data), `--socket=${socket}`, `--init-file=${first}`, ...more], {
    stdio: 'ignore',
    ...nobody,
  })
  const sql = (said: string, database = 'shop') =>
    execFileSync(
      'mariadb',
      ['--no-defaults', `--socket=${socket}`, '-uroot', '--batch', '--skip-column-names', database],
      {
        input: said,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    ).trim()
  await until(() => isUp(server, sql), 'MariaDB to answer', 60_000)
  return {
    socket,
    sql,
    url(database = 'shop', user = 'backup', password = user === 'backup' ? awkwardPassword : '') {
      const word = password === '' ? '' : `:${encodeURIComponent(password)}`
      return `mariadb://${user}${word}@localhost/${encodeURIComponent(database)}?socket=${encodeURIComponent(socket)}`
    },
    async stop() {
      if (server.exitCode === null) {
        server.kill('SIGKILL')
        await once(server, 'exit')
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function isUp(server: ChildProcess, sql: (said: string) => string): boolean {
  if (server.exitCode !== null) throw new Error(`MariaDB ended with ${server.exitCode}`)
  try {
    return sql('select 1') === '1'
  } catch {
    return false
  }
}

function newFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  if (nobody) chownSync(folder, nobody.uid, nobody.gid)
  return folder
}

/** One server for many restores, emptied between them. */
export async function sharedScratch(folder: string): Promise<MariadbForScratch & { end(): Promise<void> }> {
  const scratch = scratchMariadb(folder)
  const { url, close } = await scratch.open()
  const { password, searchParams } = new URL(url)
  const empty = () =>
    execFileSync('mariadb', ['--no-defaults', `--socket=${searchParams.get('socket')}`, '-urestorer', 'scratch'], {
      input: 'drop database scratch; create database scratch',
      env: { ...process.env, MYSQL_PWD: password },
    })
  return {
    version: scratch.version,
    async open() {
      empty()
      return { url, close: async () => {} }
    },
    end: close,
  }
}
