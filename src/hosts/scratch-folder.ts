import { chownSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPostmaster, stopPostmaster } from '../store/embedded/postmaster.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../store/embedded/process-identity.ts'
import { type ServerUser, serverUser } from '../store/embedded/server-user.ts'
import { makeSocketFolder } from '../store/embedded/socket-folder.ts'
import { reachableFolder, scratchFoldersOf } from './reachable-folder.ts'

/** Where one PostgreSQL lives for the time of a proof: its data in `pgdata`, which is not there yet. */
export interface ScratchFolder {
  folder: string
  pgdata: string
  /** Whom its server runs as, when we are root. */
  user: ServerUser | undefined
  /** Made when it is asked for first. */
  socketFolder(): string
  /** Ends the server that runs there, and everything of it. */
  close(): Promise<void>
}

const prefix = 'fireline-scratch-'

/** A folder of this process's own. What a killed Fireline left running is ended by the next one that comes here. */
export async function scratchFolder(wanted: string): Promise<ScratchFolder> {
  await sweep(wanted)
  const folder = reachableFolder(wanted, prefix, inside => serverUser(join(inside, 'pg')))
  writeFileSync(join(folder, 'owner'), JSON.stringify(identifyProcess(process.pid)))
  const pgdata = join(folder, 'pg')
  const user = serverUser(pgdata)
  if (user) chownSync(folder, user.uid, user.gid)
  let socketFolder: string | undefined
  return {
    folder,
    pgdata,
    user,
    socketFolder() {
      socketFolder ??= makeSocketFolder(pgdata, user)
      return socketFolder
    },
    async close() {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      for (const gone of [folder, socketFolder]) if (gone) rmSync(gone, { recursive: true, force: true })
    },
  }
}

async function sweep(wanted: string): Promise<void> {
  for (const folder of scratchFoldersOf(wanted, prefix)) {
    if (isOwned(folder)) continue
    const postmaster = readPostmaster(join(folder, 'pg'))
    if (postmaster) await stopPostmaster(postmaster.pid, join(folder, 'pg'), 0)
    rmSync(folder, { recursive: true, force: true })
  }
}

function isOwned(folder: string): boolean {
  try {
    return isRunning(JSON.parse(readFileSync(join(folder, 'owner'), 'utf8')) as ProcessIdentity)
  } catch (error) {
    // Just made, or not ours to read: left alone.
    return (error as NodeJS.ErrnoException).code !== undefined
  }
}
