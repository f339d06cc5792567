import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { clusterFolder } from '../embedded/data-folder.ts'
import { readPostmaster, stopPostmaster } from '../embedded/postmaster.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../embedded/process-identity.ts'
import { canReach, serverUser } from '../embedded/server-user.ts'
import { type Restored, restoreBackup } from './restore.ts'

/** That a backup was restored somewhere else and every row compared, and when. */
export type Proof = { file: string; sha256: string; bytes: number; madeAt: string; provenAt: string; rows: number }

/** Restores a backup into a scratch cluster, compares, and throws the copy away. Throws when the backup does not come back. */
export async function proveBackup(file: string): Promise<Proof> {
  await sweepScratch()
  const scratch = scratchFolder()
  try {
    const target = {
      dataDir: join(scratch, 'data'),
      runbook: join(scratch, 'runbook'),
      secretFile: join(scratch, 'secret'),
    }
    const restored = await restoreBackup(file, { ...target, isScratch: true }, () => {})
    return proofOf(file, restored)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function proofOf(file: string, { header, contents, sha256 }: Restored): Proof {
  const rows = Object.values(contents.tables).reduce((sum, table) => sum + table.rows, 0)
  const { size } = statSync(file)
  return { file: resolve(file), sha256, bytes: size, madeAt: header.madeAt, provenAt: new Date().toISOString(), rows }
}

/** A proof is kept beside the data, under the fingerprint of the file that it is about. */
export function keepProof(dataDir: string, proof: Proof): void {
  const folder = proofFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, `${proof.sha256}.json`), `${JSON.stringify(proof)}\n`, { mode: 0o600 })
}

/** The newest proof whose file is still there with its size. */
export function newestProof(dataDir: string): Proof | undefined {
  return listProofs(dataDir)
    .filter(({ file, bytes }) => statSync(file, { throwIfNoEntry: false })?.size === bytes)
    .sort((a, b) => b.madeAt.localeCompare(a.madeAt))[0]
}

function listProofs(dataDir: string): Proof[] {
  try {
    const folder = proofFolder(dataDir)
    return readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Proof)
  } catch {
    return []
  }
}

function proofFolder(dataDir: string): string {
  return join(dataDir, 'backups', 'proofs')
}

const prefix = 'fireline-proof-'
const owner = 'owner'

/** Somewhere that the scratch server's user can reach: as root, a temporary folder of root's alone will not do. */
function scratchFolder(): string {
  const user = serverUser(join(tmpdir(), 'none', 'such'))
  const base = scratchBases().find(folder => canReach(join(folder, 'x'), user)) ?? tmpdir()
  const scratch = mkdtempSync(join(base, prefix))
  writeFileSync(join(scratch, owner), JSON.stringify(identifyProcess(process.pid)))
  if (user !== undefined) chmodSync(scratch, 0o711)
  return scratch
}

const scratchBases = (): string[] => [...new Set([tmpdir(), '/tmp', '/var/tmp'])]

/** What a proof that was killed left running and lying about is ended by the next one. */
export async function sweepScratch(): Promise<void> {
  for (const base of scratchBases().filter(folder => existsSync(folder)))
    for (const name of readdirSync(base).filter(entry => entry.startsWith(prefix))) {
      const scratch = join(base, name)
      if (isOwned(scratch)) continue
      const pgdata = clusterFolder(join(scratch, 'data'))
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      rmSync(scratch, { recursive: true, force: true })
    }
}

/** Its process is alive; or it was only just made, or is somebody else's, and is left alone. */
function isOwned(scratch: string): boolean {
  try {
    return isRunning(JSON.parse(readFileSync(join(scratch, owner), 'utf8')) as ProcessIdentity)
  } catch {
    return true
  }
}
