import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'

/** Of a file, or of a folder of files (their names, lengths and contents), read in full. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  if (!(await lstat(path)).isDirectory()) return ofFile(path, signal)
  const all = createHash('sha256')
  for (const name of (await readdir(path)).sort()) {
    const file = join(path, name)
    const is = await lstat(file)
    if (!is.isFile()) throw new BackupTrouble(`${name} does not belong into this copy.`)
    all.update(`${name}\0${is.size}\0${await ofFile(file, signal)}\n`)
  }
  return all.digest('hex')
}

async function ofFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), hash, { signal })
  return hash.digest('hex')
}
