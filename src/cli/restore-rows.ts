import { resolve } from 'node:path'
import type { Command } from 'commander'
import { leaveCounts } from './counts.ts'

export function restoreRowsCommand(program: Command): void {
  program
    .command('restore-rows')
    .description('Put rows that were saved before a change back where they were, all or nothing.')
    .argument('<file>', 'the rows, as the incident names them')
    .requiredOption('--into <url>', 'the database; its password may come from PGPASSWORD')
    .option('--over', 'also write over what others wrote into these rows since')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Rows are found by their primary key and made again where they are gone. They are compared with what was saved before
anything counts. Where others wrote into them since, nothing happens without --over.

Examples:
  fireline restore-rows rows.fireline --into postgres://shop@db-1/shop
  fireline restore-rows rows.fireline --into postgres://shop@db-1/shop --over`,
    )
    .action(restoreRows)
}

async function restoreRows(
  file: string,
  { into, over = false, json }: { into: string; over?: boolean; json?: boolean },
) {
  const { putRowsBack } = await import('../agent/restore-rows.ts')
  const put = await putRowsBack(resolve(file), into, over)
  await leaveCounts(put.reduce((sum, { saved }) => sum + saved, 0))
  if (json) {
    process.stdout.write(`${JSON.stringify(put)}\n`)
    return
  }
  for (const { table, saved, writtenOver, madeAgain, others } of put) {
    process.stdout.write(
      `${table}: ${saved.toLocaleString('en')} rows back as they were saved (${writtenOver} written over, ${madeAgain} made again), equal\n`,
    )
    for (const one of others) process.stdout.write(`others had written: ${one}\n`)
  }
}
