import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

/** Where a MariaDB is, read from `mariadb://backup:word@db-1:3306/shop` or `mariadb://backup@localhost/shop?socket=/run/mysqld/mysqld.sock`. */
export interface Address {
  host: string
  port?: string
  socket?: string
  /** The file of whoever vouches for the server. */
  ca?: string
  user?: string
  password?: string
  database?: string
}

export function readAddress(url: string | undefined): Address {
  const wrong = new BackupTrouble('The address of this database is not a mariadb:// URL.')
  if (!url || !/^(mariadb|mysql):\/\//.test(url) || !URL.canParse(url)) throw wrong
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const [socket, ca] = [searchParams.get('socket'), searchParams.get('ssl-ca')]
  return {
    host: hostname || 'localhost',
    ...(port && { port }),
    ...(socket && { socket }),
    ...(ca && { ca }),
    ...(username && { user: decoded(username) }),
    ...(password && { password: decoded(password) }),
    ...(pathname.length > 1 && { database: decoded(pathname.slice(1)) }),
  }
}

function decoded(said: string): string {
  try {
    return decodeURIComponent(said)
  } catch {
    return said
  }
}

/**
 * Works with a file that says how to reach it, for the tools to read instead of every other file of options: arguments and environments
 * are seen by others on a host, and somebody's `~/.my.cnf` must not change what is copied. Its owner's alone, and gone afterwards.
 */
export async function withOptions<T>(at: Address, work: (options: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-options-'))
  try {
    const file = join(folder, 'my.cnf')
    await writeFile(file, optionsOf(at), { flag: 'wx', mode: 0o600 })
    return await work(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function optionsOf({ host, port, socket, ca, user, password }: Address): string {
  const said = { host, port, socket, user, password, 'ssl-ca': ca }
  const lines = Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${inFile(value)}`],
  )
  const how = ca === undefined ? [] : ['ssl-verify-server-cert']
  return ['[client]', ...lines, ...how, ''].join('\n')
}

/** "a\\b": a quoted value ends at the end of its line only; what is escaped in it is read as it was. */
function inFile(value: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  return `"${value.replace(/[\\\n\r\t]/g, found => escapes[found] ?? found)}"`
}

/** `orders` */
export const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``
/** 'orders': in a session whose backslashes are plain characters. */
export const text = (said: string): string => `'${said.replaceAll("'", "''")}'`
