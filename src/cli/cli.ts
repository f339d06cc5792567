import { Command } from 'commander'
import { ackCommand } from './ack.ts'
import { attachCommand } from './attach.ts'
import { backupCommand } from './backup.ts'
import { drillCommand } from './drill.ts'
import { loginCommand } from './login.ts'
import { maintainCommands } from './maintain.ts'
import { restoreCommand } from './restore.ts'
import { restoreCopyCommand } from './restore-copy.ts'
import { serveCommand } from './serve.ts'
import { shareCommand } from './share.ts'
import { sizeUpCommand } from './size-up.ts'
import { upgradeCommand } from './upgrade.ts'
import { watchCommand } from './watch.ts'

/** Each command is a file that adds itself; one line each. */
const commands: ((program: Command) => void)[] = [
  serveCommand,
  loginCommand,
  shareCommand,
  watchCommand,
  ackCommand,
  sizeUpCommand,
  attachCommand,
  drillCommand,
  backupCommand,
  restoreCommand,
  upgradeCommand,
  maintainCommands,
  restoreCopyCommand,
]

/** Runs one command line; the exit code is 0 when it did what was asked. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = new Command('fireline')
    .description(
      'Carries a team from the first alert of a production fire to the runbook page that makes the next one shorter.',
    )
    .showHelpAfterError('(fireline --help shows every command)')
  for (const add of commands) add(program)
  await program.parseAsync([...argv], { from: 'user' })
}

if (import.meta.main) {
  runCli(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
