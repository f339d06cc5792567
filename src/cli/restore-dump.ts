import { resolve } from 'node:path'
import type { Command } from 'commander'

export function restoreDumpCommand(program: Command): void {
  program
    .command('restore-dump')
    .description('Put a dump back into a MariaDB database, run as statements and nothing else.')
    .argument('<file>', 'the dump, as the incident names it')
    .requiredOption('--into <url>', 'the database, which has to be there; its password may come from MYSQL_PWD')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Tables of the dump are dropped and made again, one after the other; others stay. Where it fails half-way those before are
back already: put right what it says, and run it again. A dump that was cut puts nothing back.

Examples:
  fireline restore-dump copy.sql --into mariadb://root@db-1/shop
  fireline restore-dump copy.sql --into 'mariadb://root@localhost/shop_restored?socket=/run/mysqld/mysqld.sock'`,
    )
    .action(restoreDump)
}

async function restoreDump(file: string, { into, json }: { into: string; json?: boolean }): Promise<void> {
  const { putDumpBack } = await import('../agent/restore-dump.ts')
  const database = await putDumpBack(resolve(file), into)
  process.stdout.write(json ? `${JSON.stringify({ database })}\n` : `${database}: back as it was copied\n`)
}
