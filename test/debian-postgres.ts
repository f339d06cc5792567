import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from '../src/store/embedded/binaries.ts'

const versions = '/usr/lib/postgresql'

/** The PostgreSQL 15 that Debian packages: the floor of what DATABASE_URL may be. Nothing where it is not installed. */
export function debianPostgres(): Binaries | undefined {
  const bin = join(versions, '15', 'bin')
  if (existsSync(join(bin, 'postgres'))) return { bin, version: '15', root: join(versions, '15') }
  const present = existsSync(versions) ? readdirSync(versions).join(', ') : 'none'
  const message = `PostgreSQL 15 is not installed in ${versions} (there: ${present})`
  if (process.env['CI']) throw new Error(message)
  console.warn(`\n*** SKIPPED: ${message}; apt-get install postgresql-15 ***\n`)
  return undefined
}
