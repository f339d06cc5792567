import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { scratchCluster } from '../../src/hosts/scratch-cluster.ts'
import { pgDump } from '../../src/integrations/postgres/pg-dump.ts'
import { builtInCopy } from '../../src/integrations/postgres/postgres.ts'
import { driverKeepsItsPromises } from '../contracts/backup-cases.ts'
import { postgresSource } from '../contracts/backup-sources.ts'
import { driverSaysWhatIsWrong } from '../contracts/backup-troubles.ts'
import { debianPostgres } from '../debian-postgres.ts'
import { startOther } from '../other-postgres.ts'

const debian = debianPostgres()
const server = debian && (await startOther(debian, ['--locale=C.UTF-8']))
const home = mkdtempSync(join(tmpdir(), 'fireline-pg-scratch-'))
chmodSync(home, 0o711)
afterAll(async () => {
  await server?.stop()
  rmSync(home, { recursive: true, force: true })
})

if (debian && server)
  for (const driver of [pgDump(scratchCluster(home)), builtInCopy(scratchCluster(home))]) {
    const open = () => postgresSource(server, debian.bin, driver)
    driverKeepsItsPromises(`PostgreSQL (${driver.name})`, open)
    driverSaysWhatIsWrong(`PostgreSQL (${driver.name})`, open)
  }
