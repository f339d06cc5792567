import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { settleDataFolder } from '../store/embedded/data-folder.ts'
import { folderHolder } from '../store/embedded/folder-lock.ts'
import { databaseFindings } from './examine-database.ts'
import { mailFinding, runbookFinding, urlFinding } from './examine-outside.ts'
import { attention, type Finding, fine } from './finding.ts'
import { sizeOf } from './say-progress.ts'

const leastFreeBytes = 1_000_000_000

/** Everything that a page at night needs, in the order in which one would look. */
export async function examine(settings: Settings): Promise<Finding[]> {
  const dataDir = folderOf(settings)
  const runs = dataDir !== undefined && (settings.databaseUrl !== undefined || folderHolder(dataDir) !== undefined)
  const here = dataDir === undefined ? undefined : { ...settings, dataDir }
  return [
    node(),
    dataFolder(settings, dataDir),
    ...(here ? [await disk(here.dataDir)] : []),
    ...(here ? await databaseFindings(here) : []),
    await mailFinding(settings),
    ...(here ? [await runbookFinding(here.runbook ?? join(here.dataDir, 'runbook'))] : []),
    await urlFinding(settings, runs),
  ]
}

/** The folder that a start would use, when it is there; looking makes none. */
function folderOf({ dataDir }: Settings): string | undefined {
  const fallback = '/var/lib/fireline'
  return existsSync(dataDir) || existsSync(fallback) ? settleDataFolder(dataDir, () => {}, fallback) : undefined
}

function node(): Finding {
  const { node: version } = process.versions
  if (Number(version.split('.')[0]) >= 24) return fine('Node', version)
  return attention('Node', `${version} is older than 24.`, 'npm start and npx fireline bring their own Node 24.')
}

function dataFolder({ dataDir: wanted, databaseUrl }: Settings, dataDir: string | undefined): Finding {
  if (dataDir === undefined)
    return attention('data folder', `${wanted} is not there.`, 'Start Fireline (npm start), or set FIRELINE_DATA.')
  if ((statSync(dataDir).mode & 0o004) !== 0)
    return attention('data folder', `${dataDir} can be read by everybody.`, `chmod o-rw ${dataDir}`)
  if (databaseUrl !== undefined) return fine('data folder', `${dataDir}; the database is elsewhere`)
  const holder = folderHolder(dataDir)
  if (holder) return fine('data folder', `${dataDir}, in use by process ${holder.pid}`)
  return attention('data folder', `${dataDir}: no Fireline runs on it.`, 'Start it: npm start, or fireline serve.')
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  if (free >= leastFreeBytes) return fine('disk', `${sizeOf(free)} free`)
  const next = 'Make room: without it no alert can be kept.'
  return attention('disk', `Only ${sizeOf(free)} free below ${dataDir}.`, next)
}
