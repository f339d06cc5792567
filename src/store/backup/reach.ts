import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { clusterFolder, settleDataFolder } from '../embedded/data-folder.ts'
import { openEmbedded } from '../embedded/embedded.ts'
import { folderHolder } from '../embedded/folder-lock.ts'
import { readPostmaster, superuser } from '../embedded/postmaster.ts'

export type Where = { dataDir: string; databaseUrl?: string }

const startingMs = 15_000

/**
 * Runs `work` with the database of a data folder: beside the Fireline that serves it, over its socket, or, when none runs, with
 * the embedded server started for this and stopped afterwards. With `databaseUrl` it is that one.
 */
export async function withDatabase<T>(
  where: Where,
  log: (line: string) => void,
  work: (config: pg.ClientConfig, dataDir: string) => Promise<T>,
): Promise<T> {
  if (where.databaseUrl !== undefined) return work({ connectionString: where.databaseUrl }, where.dataDir)
  const dataDir = settleDataFolder(where.dataDir, log)
  if (folderHolder(dataDir) !== undefined) return work(await runningDatabase(dataDir), dataDir)
  if (!existsSync(join(clusterFolder(dataDir), 'PG_VERSION')))
    throw new Error(
      `There is no Fireline data in ${dataDir}. FIRELINE_DATA names the folder of the Fireline that you mean.`,
    )
  const embedded = await openEmbedded({ dataDir, log })
  try {
    return await work(embedded.config, dataDir)
  } finally {
    await embedded.stop()
  }
}

/** A Fireline that is only just starting has taken its folder before its database answers. */
async function runningDatabase(dataDir: string): Promise<pg.ClientConfig> {
  const until = performance.now() + startingMs
  while (performance.now() < until) {
    const postmaster = readPostmaster(clusterFolder(dataDir))
    if (postmaster?.socketFolder) return { host: postmaster.socketFolder, user: superuser, database: 'fireline' }
    await wait(50)
  }
  throw new Error(
    `Process ${folderHolder(dataDir)?.pid} has ${dataDir}, yet its database does not run. Look at its log.`,
  )
}
