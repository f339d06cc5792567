import { closeSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { run } from './programs.ts'
import { careful } from './session.ts'

interface Into {
  client: string
  options: string
  database: string
}

/** Runs a dump as statements and nothing else; the first that fails ends it, and those before it were done. */
export async function restoreInto(
  { client, options, database }: Into,
  location: string,
  signal: AbortSignal,
): Promise<void> {
  const input = openSync(location, 'r')
  try {
    await run([client, `--defaults-file=${options}`, ...careful, '--', database], signal, { input })
  } catch (error) {
    if (error instanceof BackupTrouble) throw new BackupTrouble(`It could not be restored: ${error.message}`)
    throw error
  } finally {
    closeSync(input)
  }
}

/** Its last line is there: one that was cut between two tables restores without a complaint. */
export async function isComplete(location: string): Promise<boolean> {
  const file = await open(location, 'r')
  try {
    const { size } = await file.stat()
    const end = Buffer.alloc(Math.min(size, 200))
    await file.read(end, 0, end.length, size - end.length)
    return /\n-- Dump completed[^\n]*\n$/.test(end.toString('latin1'))
  } finally {
    await file.close()
  }
}
