import { appendFileSync, readFileSync } from 'node:fs'
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from '../../store/embedded/process-identity.ts'
import { endDatabaseIn } from './end-database.ts'
import { startedOn } from './started-on.ts'

/** Everything a drill leaves on this machine is in this one folder, its processes' numbers included. */
export type StateFolder = {
  path: string
  at(...parts: string[]): string
  /** Written before anything else is done with the process, so that a next start finds it after a kill -9. */
  record(name: string, pid: number): void
  /** Ends what is still recorded, and takes the folder away. */
  leave(): Promise<void>
}

export type Recorded = ProcessIdentity & { name: string }

const ownerFile = 'drill-owner.json'
const pidsFile = 'pids.jsonl'

export class FolderInUse extends Error {
  override name = 'FolderInUse'
}

export async function enterStateFolder(path: string): Promise<StateFolder> {
  await mkdir(dirname(path), { recursive: true })
  if (!(await madeAnew(path))) await takeOver(path)
  await writeOwner(path)
  return {
    path,
    at: (...parts) => join(path, ...parts),
    record: (name, pid) => record(path, name, pid),
    leave: async () => {
      await endRecorded(path)
      await rm(path, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** The process that now goes by this name, if it still lives. */
export function livingProcess(folder: string, name: string): Recorded | undefined {
  return recorded(folder).findLast(each => each.name === name && isRunning(each))
}

export function recorded(folder: string): Recorded[] {
  const lines = readOr(join(folder, pidsFile), '').split('\n')
  return lines.flatMap(line => {
    const read = parseOr(line)
    return isIdentity(read) ? [{ ...read, name: String((read as Partial<Recorded>).name) }] : []
  })
}

async function madeAnew(path: string): Promise<boolean> {
  try {
    // Root's PostgreSQL runs as somebody else, who must be able to walk through to its own folder below.
    await mkdir(path, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** A folder that is there already is only ours when it says so; then what a killed drill left in it is ended first. */
async function takeOver(path: string): Promise<void> {
  const here = await lstat(path)
  if (!here.isDirectory()) throw new FolderInUse(`${path} is not a folder. Name another one with --folder.`)
  if (here.uid !== (process.getuid?.() ?? here.uid)) {
    throw new FolderInUse(`${path} belongs to another user. Name another one with --folder.`)
  }
  const owner = parseOr(readOr(join(path, ownerFile), ''))
  if (!owner) {
    if ((await readdir(path)).length === 0) return
    throw new FolderInUse(`${path} holds something that no drill put there. Name an empty or new folder with --folder.`)
  }
  if (isIdentity(owner) && isRunning(owner)) {
    throw new FolderInUse(`A drill is running in ${path} (process ${owner.pid}). A second one needs its own --folder.`)
  }
  await endRecorded(path)
  const aside = `${path}.left-${process.pid}`
  await rename(path, aside)
  await rm(aside, { recursive: true, force: true, maxRetries: 3 })
  await madeAnew(path)
}

async function writeOwner(path: string): Promise<void> {
  const owner = JSON.stringify(identifyProcess(process.pid))
  try {
    await writeFile(join(path, ownerFile), owner, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new FolderInUse(`Another drill has just begun in ${path}. A second one needs its own --folder.`)
  }
}

function record(folder: string, name: string, pid: number): void {
  const identity = identifyProcess(pid)
  if (identity) appendFileSync(join(folder, pidsFile), `${JSON.stringify({ name, ...identity })}\n`, { mode: 0o600 })
}

async function endRecorded(folder: string): Promise<void> {
  const alive = () => recorded(folder).filter(each => isRunning(each))
  const shells = () => startedOn(join(folder, 'run'))
  for (const pid of [...alive().map(each => each.pid), ...shells()]) tryToEnd(pid, 'SIGTERM')
  const patienceUntil = performance.now() + 1_000
  while (alive().length + shells().length > 0 && performance.now() < patienceUntil)
    await new Promise(done => setTimeout(done, 20))
  for (const pid of [...alive().map(each => each.pid), ...shells()]) tryToEnd(pid, 'SIGKILL')
  await endDatabaseIn(folder)
}

function isIdentity(read: Partial<ProcessIdentity> | undefined): read is ProcessIdentity {
  return Number.isSafeInteger(read?.pid) && typeof read?.startedAt === 'string' && typeof read.boot === 'string'
}

function tryToEnd(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It went by itself in this very moment, which is what was wanted.
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

function parseOr(text: string): Partial<ProcessIdentity> | undefined {
  try {
    return JSON.parse(text) as Partial<ProcessIdentity>
  } catch {
    return undefined
  }
}
