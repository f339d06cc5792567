import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepProof, type Proof, proveBackup } from './prove.ts'
import { type BackupSource, takeBackup } from './take.ts'

const named = /^fireline-\d{8}T\d{6}Z\.backup$/

/**
 * Takes a backup into `dir`, proves it by restoring it into a scratch cluster, and then drops all but the newest `keep`.
 * Older ones stay when the new one could not be proven: the throw says why.
 */
export async function nightlyBackup({
  keep,
  dir,
  ...source
}: BackupSource & { dir: string; keep: number }): Promise<Proof> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const stamp = `${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`
  const { file } = await takeBackup(source, join(dir, `fireline-${stamp}.backup`))
  const proof = await proveBackup(file)
  keepProof(source.dataDir, proof)
  const old = readdirSync(dir)
    .filter(name => named.test(name))
    .sort()
    .slice(0, -keep)
  for (const name of old) rmSync(join(dir, name))
  return proof
}
