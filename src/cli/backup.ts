import type { Command } from 'commander'
import { readSettings } from '../settings.ts'
import type { Proof } from '../store/backup/prove.ts'
import type { BackupTaken } from '../store/backup/take.ts'
import { sayProgress, sizeOf } from './say-progress.ts'

export function backupCommand(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it; readable by you alone')
    .description('Write everything into one file: beside the running Fireline of FIRELINE_DATA, or without it.')
    .option('--prove', 'restore it into a scratch database as well and compare every row')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline backup /srv/fireline.backup            timeline, alerts, settings, runbook, recordings, secret
  fireline backup --prove /srv/fireline.backup    and prove that it comes back`,
    )
    .action(async (file: string, options: { prove?: boolean; json?: boolean }) => {
      const { keepProof, proveBackup } = await import('../store/backup/prove.ts')
      const { withDatabase } = await import('../store/backup/reach.ts')
      const { takeBackup } = await import('../store/backup/take.ts')
      const settings = readSettings(process.env)
      await withDatabase(settings, sayProgress, async (config, dataDir) => {
        const taken = await takeBackup({ ...settings, config, dataDir }, file)
        const proof = options.prove ? await proveBackup(taken.file) : undefined
        if (proof !== undefined) keepProof(dataDir, proof)
        process.stdout.write(options.json ? `${JSON.stringify({ ...taken, proof })}\n` : sayBackup(taken, proof))
      })
    })
}

function sayBackup({ file, bytes, tables, files, sha256 }: BackupTaken, proof: Proof | undefined): string {
  const count = (table: string) => tables[table]?.rows ?? 0
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  return [
    `${file}  ${sizeOf(bytes)}  sha256 ${sha256}`,
    `It holds ${count('incident')} incidents with ${count('entry')} entries, ${rows} rows of ${Object.keys(tables).length} tables, ` +
      `and ${files} files (runbook, recordings, secret). Keep it as you would keep the secret itself.`,
    proof === undefined
      ? 'Not proven yet: fireline backup --prove restores it into a scratch database and compares.'
      : `Proven: restored into a scratch database, ${proof.rows} rows equal.`,
    '',
  ].join('\n')
}
