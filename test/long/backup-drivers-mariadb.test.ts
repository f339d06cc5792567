import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { scratchMariadb } from '../../src/hosts/scratch-mariadb.ts'
import { driverKeepsItsPromises } from '../contracts/backup-cases.ts'
import { mariadbSource } from '../contracts/backup-sources.ts'
import { driverSaysWhatIsWrong } from '../contracts/backup-troubles.ts'
import { startMariadb } from '../real-mariadb.ts'

const server = await startMariadb()
const home = mkdtempSync(join(tmpdir(), 'fireline-my-scratch-'))
chmodSync(home, 0o711)
afterAll(async () => {
  await server?.stop()
  rmSync(home, { recursive: true, force: true })
})

if (server) {
  const open = () => {
    server.sql('alter user backup@localhost account unlock', 'mysql')
    return mariadbSource(server, scratchMariadb(home))
  }
  driverKeepsItsPromises('MariaDB', open)
  driverSaysWhatIsWrong('MariaDB', open)
}
