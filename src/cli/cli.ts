import { Command } from 'commander'
import { NotDone } from '../api/client.ts'
import { ackCommand } from './ack.ts'
import { askCommand } from './ask.ts'
import { attachCommand } from './attach.ts'
import { backupCommand } from './backup.ts'
import { burningCommand } from './burning.ts'
import { byLink } from './by-link.ts'
import { declareCommand } from './declare.ts'
import { doctorCommand } from './doctor.ts'
import { drillCommand } from './drill.ts'
import { exportCommand } from './export.ts'
import { loginCommand } from './login.ts'
import { maintainCommands } from './maintain.ts'
import { resolveCommand } from './resolve.ts'
import { restoreCommand } from './restore.ts'
import { restoreCopyCommand } from './restore-copy.ts'
import { serveCommand } from './serve.ts'
import { shareCommand } from './share.ts'
import { sizeUpCommand } from './size-up.ts'
import { updateCommand } from './update.ts'
import { upgradeCommand } from './upgrade.ts'
import { watchCommand } from './watch.ts'
import { wayLine } from './way-line.ts'
import { oneLine } from './which-incident.ts'

/** Each command is a file that adds itself; one line each. */
const commands: ((program: Command) => void)[] = [
  serveCommand,
  loginCommand,
  shareCommand,
  watchCommand,
  burningCommand,
  declareCommand,
  ackCommand,
  updateCommand,
  askCommand,
  resolveCommand,
  sizeUpCommand,
  attachCommand,
  exportCommand,
  drillCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  upgradeCommand,
  maintainCommands,
  restoreCopyCommand,
]

/** Every command with its help. */
export function fireline(): Command {
  const program = new Command('fireline')
    .description(
      'Carries a team from the first alert of a production fire to the runbook page that makes the next one shorter.',
    )
    .showHelpAfterError('(fireline --help shows every command)')
    .addHelpText(
      'after',
      `
Examples:
  fireline                  what burns now; you come into the one open incident
  fireline <link>           what a message is about; its link needs no login
  fireline serve            start Fireline here
  fireline login            sign in from this terminal`,
    )
  for (const add of commands) add(program)
  return program
}

/** Runs one command line; the exit code is 0 when it did what was asked. Without a command: what burns. With a message's link alone: its size-up. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const isBare = argv.every(word => word === '--json')
  if (byLink(argv[0])) return void (await fireline().parseAsync(['size-up', ...argv], { from: 'user' }))
  await fireline().parseAsync(isBare ? ['burning', '--join', ...argv] : [...argv], { from: 'user' })
}

if (import.meta.main) {
  runCli(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${inWords(error)}\n`)
    process.exitCode = 1
  })
}

/** What went wrong, and the way forward where there is one. */
function inWords(error: unknown): string {
  if (!(error instanceof NotDone)) return error instanceof Error ? error.message : String(error)
  const ways = (error.refusal?.next ?? []).map(next => `  ${next.label}: ${wayLine(next, error.incident)}`)
  const signIn = error.status === 401 ? ['  fireline login'] : []
  return [oneLine(error.message), ...ways.map(oneLine), ...signIn].join('\n')
}
