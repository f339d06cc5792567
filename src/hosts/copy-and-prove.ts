import { chmod, mkdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type Proof,
  type Taken,
} from '../steps/change/backup-driver.ts'

/** Room for the copy and then some; a dump that fills the disk in an incident makes a second one. */
const roomFactor = 1.2

export type Proven = Proof & Pick<Taken, 'location' | 'digest' | 'bytes'>

/** Space first; take; read it back in full; restore somewhere else and compare. Begins with an empty folder each time. */
export async function copyAndProve(driver: BackupDriver, task: BackupTask, signal: AbortSignal): Promise<Proven> {
  const unfit = await driver.unfit(task)
  if (unfit) throw new BackupTrouble(`${unfit}.`)
  await emptyFolder(task.folder)
  await checkRoom(driver, task)
  const taken = await driver.take(task, signal)
  await isStillAsTaken(driver, taken, signal)
  const proof = await driver.prove(task, taken, signal)
  await isStillAsTaken(driver, taken, signal)
  return { ...proof, location: taken.location, digest: taken.digest, bytes: taken.bytes }
}

/** Read to the last byte: a tool that said yes, or a table of contents that reads well, proves nothing. */
async function isStillAsTaken(driver: BackupDriver, taken: Taken, signal: AbortSignal): Promise<void> {
  if ((await driver.digestOf(taken.location, signal)) !== taken.digest)
    throw new BackupTrouble('The copy on disk was altered, cut or damaged after it was written. Take it again.')
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const part of [join(folder, '..'), folder]) await chmod(part, 0o700)
}

async function checkRoom(driver: BackupDriver, task: BackupTask): Promise<void> {
  const wanted = Math.ceil((await driver.estimateBytes(task)) * roomFactor)
  const { bavail, bsize } = await statfs(task.folder)
  if (bavail * bsize < wanted)
    throw new BackupTrouble(
      `There is no room for a copy: it needs about ${megabytes(wanted)} MB and ${megabytes(bavail * bsize)} MB are free.`,
    )
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000)
