import type { Command } from 'commander'
import { readSettings } from '../settings.ts'
import type { Restored } from '../store/backup/restore.ts'
import { sayProgress } from './say-progress.ts'

export function restoreCommand(program: Command): void {
  program
    .command('restore')
    .argument('<file>', 'what fireline backup wrote')
    .description('Fill an empty FIRELINE_DATA from a backup and compare every row. Needs no running Fireline.')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  FIRELINE_DATA=/srv/fireline fireline restore /srv/fireline.backup
  FIRELINE_DATA=/srv/fireline fireline serve      goes on from there`,
    )
    .action(async (file: string, options: { json?: boolean }) => {
      const settings = readSettings(process.env)
      if (settings.databaseUrl !== undefined)
        throw new Error('A restore fills the embedded database of FIRELINE_DATA: unset DATABASE_URL first.')
      const { restoreBackup } = await import('../store/backup/restore.ts')
      const restored = await restoreBackup(file, settings, sayProgress)
      process.stdout.write(options.json ? `${JSON.stringify(restored)}\n` : sayRestored(restored))
    })
}

function sayRestored({ dataDir, header, contents, kept }: Restored): string {
  const count = (table: string) => contents.tables[table]?.rows ?? 0
  return [
    `Restored the backup of ${header.madeAt} (Fireline ${header.fireline}) into ${dataDir}.`,
    `${count('incident')} incidents with ${count('entry')} entries and ${contents.files} files; every table equals what was taken.`,
    ...kept.map(path => `Kept as it was: ${path}`),
    'Start with: fireline serve',
    '',
  ].join('\n')
}
