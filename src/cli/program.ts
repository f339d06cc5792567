import { Command } from 'commander'
import { NotDone } from '../api/client.ts'
import { byLink } from './by-link.ts'
import { wayLine } from './way-line.ts'
import { oneLine } from './which-incident.ts'

/** A command is a file that adds itself. */
export type Adds = (program: Command) => void

/** These commands with their help. */
export function programOf(commands: readonly Adds[], examples: string): Command {
  const program = new Command('fireline')
    .description(
      'Carries a team from the first alert of a production fire to the runbook page that makes the next one shorter.',
    )
    .showHelpAfterError('(fireline --help shows every command)')
    .addHelpText('after', `\nExamples:\n${examples}`)
  for (const add of commands) add(program)
  return program
}

/** Runs one command line; the exit code is 0 when it did what was asked. Without a command: what burns. With a message's link alone: its size-up. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  if (byLink(argv[0])) return void (await program.parseAsync(['size-up', ...argv], { from: 'user' }))
  const isBare = argv.every(word => word === '--json')
  await program.parseAsync(isBare ? ['burning', '--join', ...argv] : [...argv], { from: 'user' })
}

export function endInWords(error: unknown): void {
  process.stderr.write(`${inWords(error)}\n`)
  process.exitCode = 1
}

/** What went wrong, and the way forward where there is one. */
function inWords(error: unknown): string {
  if (!(error instanceof NotDone)) return error instanceof Error ? error.message : String(error)
  const ways = (error.refusal?.next ?? []).map(next => `  ${next.label}: ${wayLine(next, error.incident)}`)
  const signIn = error.status === 401 ? ['  fireline login'] : []
  return [oneLine(error.message), ...ways.map(oneLine), ...signIn].join('\n')
}
