import type { Command } from 'commander'
import { backupCommand } from './backup.ts'
import { doctorCommand } from './doctor.ts'
import { drillCommand } from './drill.ts'
import { maintainCommands } from './maintain.ts'
import { type Adds, programOf } from './program.ts'
import { putBackCommand } from './put-back.ts'
import { restoreCommand } from './restore.ts'
import { restoreCopyCommand } from './restore-copy.ts'
import { restoreDumpCommand } from './restore-dump.ts'
import { restoreRowsCommand } from './restore-rows.ts'
import { serveCommand } from './serve.ts'
import { speaking } from './speaking.ts'
import { upgradeCommand } from './upgrade.ts'

const commands: readonly Adds[] = [
  serveCommand,
  ...speaking,
  drillCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  upgradeCommand,
  maintainCommands,
  restoreCopyCommand,
  restoreDumpCommand,
  restoreRowsCommand,
  putBackCommand,
]

const examples = `  fireline                  what burns now; you come into the one open incident
  fireline <link>           what a message is about; its link needs no login
  fireline serve            start Fireline here
  fireline login            sign in from this terminal`

/** Every command with its help. */
export const fireline = (): Command => programOf(commands, examples)
