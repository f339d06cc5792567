import type { Command } from 'commander'
import { readSettings } from '../settings.ts'
import type { Db } from '../store/db.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)

/** Commands on the host of FIRELINE_DATA, beside the running server or without it. */
export function maintainCommands(program: Command): void {
  program
    .command('verify')
    .description('Check every timeline and recording: nothing edited, removed, inserted or cut off')
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', '\nExample:\n  fireline verify && echo "the story is whole"')
    .action(async ({ json }: { json?: boolean }) => {
      const { verifyAll } = await import('../store/rebuild.ts')
      const { incidents, troubles } = await onDatabase(verifyAll)
      if (json) process.stdout.write(`${JSON.stringify({ incidents, troubles })}\n`)
      else for (const found of troubles) say(`${found.incident} entry ${found.seq}: ${found.trouble}`)
      if (!json && troubles.length === 0) say(`${incidents} timelines hold`)
      if (troubles.length > 0) process.exitCode = 1
    })
  program
    .command('rebuild')
    .description('Fold every timeline anew into the views that lists and pages read')
    .addHelpText('after', '\nExample:\n  fireline rebuild')
    .action(async () => {
      const { rebuild } = await import('../store/rebuild.ts')
      say(`${await onDatabase(rebuild)} incidents were folded anew`)
    })
  program
    .command('vacuum')
    .description('Take redacted words out of the database files: old row versions and the write-ahead log')
    .addHelpText('after', '\nExample:\n  fireline vacuum      after a redaction; everything waits for some seconds')
    .action(async () => {
      await onDatabase(vacuum)
      say('old row versions are gone; the write-ahead log was switched and is overwritten as it is used again')
    })
}

async function onDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const { withDatabase } = await import('../store/backup/reach.ts')
  const { openPool } = await import('../store/db.ts')
  const { dataDir, databaseUrl } = readSettings(process.env)
  return withDatabase({ dataDir, databaseUrl }, say, async config => {
    const db = openPool({ ...config, query_timeout: 0 })
    try {
      return await work(db)
    } finally {
      await db.end()
    }
  })
}

async function vacuum(db: Db): Promise<void> {
  await db.query('vacuum full')
  await db
    .query('select pg_switch_wal()')
    .catch(() => say('the write-ahead log could not be switched: ask an administrator of the database'))
  await db.query('checkpoint').catch(() => say('a checkpoint could not be made: ask an administrator of the database'))
}
