import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type Proof,
  type Taken,
  type Tell,
} from '../steps/change/backup-driver.ts'
import { type Around, diskOf, needRoom, whileThereIsRoom } from './copy-place.ts'
import { pack } from './packed.ts'
import { seal, sealedName, sha256Of, unseal } from './sealed-file.ts'
import { bySize } from './tell-progress.ts'
import { atPace } from './throttle.ts'

/** Room for the copy and then some; a dump that fills the disk in an incident makes a second one. */
const roomFactor = 1.2

/** `plain` is where it lay before it was sealed, which its driver's own way back still names. `isBesideSource`: on one disk with it. */
export type Proven = Proof & Pick<Taken, 'location' | 'digest' | 'bytes'> & { plain: string; isBesideSource: boolean }

/** What it has come to, for who wants to know (or to break it there). */
type Passing = (point: 'copy-taken' | 'copy-sealed' | 'copy-proven') => void

interface Hears extends Around {
  passing?: Passing
  /** How far it is, as often as there is something to say. */
  tell?: Tell
}

/**
 * Space first; take; read it back in full; restore somewhere else and compare. With a key it is then sealed, and only the sealed
 * copy stays. Begins with an empty folder each time.
 */
export async function copyAndProve(
  driver: BackupDriver,
  task: BackupTask,
  signal: AbortSignal,
  { passing = () => {}, tell = () => {}, ...around }: Hears = {},
): Promise<Proven> {
  tell({ phase: 'room', done: 0, unit: 'bytes' })
  const unfit = await driver.unfit(task)
  if (unfit) throw new BackupTrouble(`${unfit}.`)
  await emptyFolder(task.folder)
  const look = () => diskOf(driver, task, around)
  const bytes = await driver.estimateBytes(task)
  // Sealed, both lie there for a moment.
  const disk = await look()
  needRoom(disk, Math.ceil(bytes * roomFactor * (task.key ? 2 : 1)))
  const of = driver.isPlain ? bytes : undefined
  const taken = await whileThereIsRoom(look, signal, going =>
    bySize(task.folder, { tell, of }, told => driver.take(task, going, told)),
  )
  passing('copy-taken')
  await isStillAsTaken(driver, taken, signal)
  tell({ phase: 'restore', done: 0, unit: 'bytes' })
  const proof = await driver.prove(task, taken, signal, tell)
  passing('copy-proven')
  const { key } = task
  const kept = key ? await sealedCopy({ ...task, key }, taken, signal, tell) : taken
  await isStillAsTaken(driver, taken, signal)
  if (kept !== taken) await onlySealedStays(task.folder)
  passing('copy-sealed')
  const { location, digest, bytes: held } = kept
  return { ...proof, location, digest, bytes: held, plain: taken.location, isBesideSource: disk.holdsSource }
}

/** Sealed, then opened once to its last byte: what was proven is what comes out. */
async function sealedCopy(task: BackupTask & { key: Buffer }, taken: Taken, signal: AbortSignal, tell: Tell) {
  const to = join(task.folder, sealedName)
  let done = 0
  // There and back again.
  const of = 2 * taken.bytes
  const told = (bytes: Buffer) => tell({ phase: 'seal', done: Math.min((done += bytes.length), of), of, unit: 'bytes' })
  const went = await seal(counted(atPace(pack(taken.location), task.pace), told), to, task.key, task.backup, signal)
  const came = createHash('sha256')
  for await (const bytes of atPace(unseal(to, task.key, task.backup), task.pace)) {
    signal.throwIfAborted()
    came.update(bytes)
    told(bytes)
  }
  if (came.digest('hex') !== went)
    throw new BackupTrouble('The copy does not come out of its seal as it went in. Take it again.')
  return { location: to, digest: await sha256Of(to, signal), bytes: (await stat(to)).size }
}

async function* counted(bytes: AsyncIterable<Buffer>, count: (some: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const some of bytes) {
    count(some)
    yield some
  }
}

async function onlySealedStays(folder: string): Promise<void> {
  const plain = (await readdir(folder)).filter(name => name !== sealedName)
  for (const name of plain) await rm(join(folder, name), { recursive: true, force: true })
}

/** Read to the last byte: a tool that said yes, or a table of contents that reads well, proves nothing. */
async function isStillAsTaken(driver: BackupDriver, taken: Taken, signal: AbortSignal): Promise<void> {
  if ((await driver.digestOf(taken.location, signal)) !== taken.digest)
    throw new BackupTrouble('The copy on disk was altered, cut or damaged after it was written. Take it again.')
}

async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const part of [dirname(folder), folder]) await chmod(part, 0o700)
}
