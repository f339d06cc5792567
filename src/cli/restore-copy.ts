import { resolve } from 'node:path'
import type { Command } from 'commander'
import { leaveCounts } from './counts.ts'

export function restoreCopyCommand(program: Command): void {
  program
    .command('restore-copy')
    .description('Put the rows of a copy back into a PostgreSQL database, all or nothing.')
    .argument('<file>', 'the copy, as the incident names it')
    .requiredOption('--into <url>', 'the database; its password may come from PGPASSWORD')
    .option('--replace', 'tables that hold rows get the rows of the copy in their place')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Tables that are missing are made, empty ones are filled; one that holds rows is refused without --replace.
Every row is compared with what was copied before anything counts.

Examples:
  fireline restore-copy copy.fireline --into postgres://shop@db-1/shop --replace
  fireline restore-copy copy.fireline --into postgres://localhost/just_looking`,
    )
    .action(restoreCopy)
}

interface Options {
  into: string
  replace?: boolean
  json?: boolean
}

async function restoreCopy(file: string, { into, replace, json }: Options): Promise<void> {
  const { putBack } = await import('../agent/restore-copy.ts')
  const { tables, notRebuilt } = await putBack(resolve(file), into, replace ? 'replace' : 'refuse')
  await leaveCounts(tables.reduce((sum, { rows }) => sum + rows, 0))
  if (json) {
    process.stdout.write(`${JSON.stringify({ tables, notRebuilt })}\n`)
    return
  }
  for (const { name, rows } of tables) process.stdout.write(`${name}: ${rows.toLocaleString('en')} rows, equal\n`)
  for (const missing of notRebuilt) process.stdout.write(`not rebuilt: ${missing}\n`)
}
