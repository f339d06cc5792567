import { networkInterfaces } from 'node:os'
import type { BackupDriver } from '../../steps/change/backup-driver.ts'
import { withTables } from './with-tables.ts'

/** The server's data folder, where it runs on this host and its role may know: a copy does not go onto the disk that it fills. */
export const liesAt: NonNullable<BackupDriver['liesAt']> = task =>
  withTables(task, async client => {
    const { rows } = await client.query<{ address: string | null; folder: string }>(
      `select host(inet_server_addr()) as address, setting as folder from pg_settings where name = 'data_directory'`,
    )
    const [server] = rows
    return server && isHere(server.address) ? [server.folder] : []
  })

/** None: a socket of this host. */
const isHere = (address: string | null): boolean =>
  address === null || Object.values(networkInterfaces()).some(all => all?.some(one => one.address === address) ?? false)
