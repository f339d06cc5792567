import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian puts servers outside an ordinary user's PATH, and PostgreSQL's programs in a folder by version. */
const alsoIn = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/usr/lib/postgresql/15/bin']

/**
 * The path of a real program that a test needs. Missing on a person's machine: a loud line and `undefined`, so that the test
 * skips; missing in CI: a failure, since a run with skips has not passed.
 */
export function requireProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...alsoIn].filter(folder => folder !== '')
  const found = folders.map(folder => join(folder, name)).find(isExecutable)
  if (found !== undefined) return found
  if (process.env['CI']) throw new Error(`CI needs the real program "${name}" and does not have it (see .ci/run)`)
  console.warn(`\n*** SKIPPED: the real program "${name}" is not installed; its tests did not run ***\n`)
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
