import { basename } from 'node:path'
import type { Manifest } from './manifest.ts'

const marks: [RegExp, string][] = [
  [/^postmaster\.pid$/, 'a running PostgreSQL'],
  [/^(ibdata1|aria_log_control)$/, 'a MariaDB or MySQL'],
  [/-wal$/, 'a file of SQLite that is open'],
]

/** Files of a running database, copied one after the other, are no copy of it: why not, or undefined. */
export function liveDatabaseIn(path: string, manifest: Manifest): string | undefined {
  for (const name of manifest.lines.keys()) {
    const [, what] = marks.find(([mark]) => mark.test(basename(name || path))) ?? []
    if (what)
      return `${path} holds ${what} (${name}), and its files copied one by one are no copy of it. Copy the database itself, or stop it first`
  }
  return undefined
}
