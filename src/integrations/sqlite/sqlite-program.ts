import { runProgram } from '../../hosts/run-program.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

/** `copy`: of a stranger's making, so what its schema may run is held to what cannot leave the file. */
export type Opened = 'source' | 'copy'

/** Runs statements one after the other on one connection that only reads; each one's rows, where it has some. */
export async function askSqlite(
  path: string,
  opened: Opened,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, unknown>[][]> {
  const said = await runProgram(
    // Without -init a file in the home folder would be run first.
    [
      'sqlite3',
      '-init',
      '/dev/null',
      '-batch',
      '-bail',
      '-readonly',
      '-json',
      ...(opened === 'copy' ? ['-safe'] : []),
      ...waits,
      path,
      ...statements,
    ],
    signal,
  ).catch(error => {
    if (error.code === 'ENOENT') throw new BackupTrouble('sqlite3 is not installed on this host.')
    if (error.code === 'E2BIG') throw new BackupTrouble('There are too many tables for the sqlite3 of this host.')
    throw error
  })
  if (said.code !== 0) throw new BackupTrouble(`sqlite3 ended with ${said.code}: ${firstLines(said.err)}`)
  return rowsIn(said.out)
}

const waits = ['-cmd', '.timeout 5000']

/** It prints one array a statement, and never a line that begins one inside another: text in JSON has no line breaks. */
function rowsIn(out: string): Record<string, unknown>[][] {
  return out
    .split(/\n(?=\[)/)
    .filter(text => text.trim() !== '')
    .map(text => JSON.parse(text))
}

export const firstLines = (said: string): string => said.trim().split('\n').slice(0, 3).join(' ').slice(0, 500)

/** "orders" */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** 'orders' */
export const text = (said: string): string => `'${said.replaceAll("'", "''")}'`
