import { join } from 'node:path'
import { scratchCluster } from './hosts/scratch-cluster.ts'
import { startCopied } from './hosts/scratch-copy.ts'
import { scratchMariadb } from './hosts/scratch-mariadb.ts'
import { folderCopy } from './integrations/folder/folder.ts'
import { mariadbCopy } from './integrations/mariadb/mariadb.ts'
import { ownCopy } from './integrations/own-copy/own-copy.ts'
import { eitherDriver } from './integrations/postgres/either.ts'
import { pgDump } from './integrations/postgres/pg-dump.ts'
import { physicalCopy } from './integrations/postgres/physical.ts'
import { builtInCopy } from './integrations/postgres/postgres.ts'
import { rowsCopy } from './integrations/postgres/rows.ts'
import { resticCopy } from './integrations/restic/restic.ts'
import { sqliteCopy } from './integrations/sqlite/sqlite.ts'
import type { Settings } from './settings.ts'
import type { BackupDriver } from './steps/change/backup-driver.ts'

/** Everything that can take and prove a copy on this host. */
export function backupDrivers(settings: Pick<Settings, 'dataDir' | 'ownCopies'>): BackupDriver[] {
  const scratchFolder = join(settings.dataDir, 'scratch')
  const scratch = scratchCluster(scratchFolder)
  const [dump, builtIn] = [pgDump(scratch), builtInCopy(scratch)]
  const postgres = [
    eitherDriver(dump, builtIn),
    dump,
    builtIn,
    physicalCopy(startCopied(scratchFolder)),
    rowsCopy(scratch),
  ]
  const mariadb = mariadbCopy(scratchMariadb(scratchFolder))
  return [...postgres, mariadb, folderCopy, resticCopy, sqliteCopy, ownCopy(settings.ownCopies)]
}
