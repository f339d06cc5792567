import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { clusterFolder } from '../../store/embedded/data-folder.ts'
import { isServerOf, readPostmaster, stopPostmaster } from '../../store/embedded/postmaster.ts'

/** Ends a PostgreSQL whose files lie in this folder, and no other one, after a drill that could not do it itself. */
export async function endDatabaseIn(folder: string): Promise<void> {
  for (const name of ['database', 'fireline']) await endOne(clusterFolder(join(folder, name)))
}

async function endOne(pgdata: string): Promise<void> {
  const postmaster = existsSync(pgdata) ? readPostmaster(pgdata) : undefined
  if (!postmaster) return
  if (isServerOf(postmaster.pid, pgdata)) await stopPostmaster(postmaster.pid, pgdata, 1_200)
  if (isSocketFolder(postmaster.socketFolder)) await rm(postmaster.socketFolder, { recursive: true, force: true })
}

/** The path was read from a file in the folder: only what is named as the embedded server names its own is taken away. */
function isSocketFolder(path: string): boolean {
  return /^fireline-[0-9a-f]{12}(-[23])?$/.test(basename(path))
}
