import type { Command } from 'commander'
import { readSettings } from '../settings.ts'
import type { Readiness } from '../store/backup/readiness.ts'
import { sayProgress, sizeOf } from './say-progress.ts'

export function upgradeCommand(program: Command): void {
  program
    .command('upgrade')
    .description('Say what a start of this version would change, and whether there is a way back.')
    .requiredOption('--check', 'only look; exit 0 when ready, 1 when something is missing')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', '\nExamples:\n  fireline upgrade --check && npm start')
    .action(async (options: { json?: boolean }) => {
      const { withDatabase } = await import('../store/backup/reach.ts')
      const { checkUpgrade } = await import('../store/backup/readiness.ts')
      const readiness = await withDatabase(readSettings(process.env), sayProgress, checkUpgrade)
      process.stdout.write(options.json ? `${JSON.stringify(readiness)}\n` : sayReadiness(readiness))
      if (!readiness.isReady) process.exitCode = 1
    })
}

function sayReadiness(found: Readiness): string {
  const { pending, provenBackup, databaseBytes, freeBytes, problems } = found
  return [
    pending.length === 0 ? 'No migration would run.' : `These migrations would run: ${pending.join(', ')}`,
    provenBackup === undefined
      ? 'No proven backup.'
      : `Newest proven backup: ${provenBackup.file}, taken ${provenBackup.madeAt}, ${provenBackup.rows} rows compared.`,
    `Disk: ${sizeOf(freeBytes)} free, the database has ${sizeOf(databaseBytes)}.`,
    ...(problems.length === 0 ? ['Ready.'] : problems.map(problem => `Not ready: ${problem}`)),
    '',
  ].join('\n')
}
