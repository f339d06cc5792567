import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { marksAgreed } from './marks-agreed.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  look?: boolean
  new?: boolean
  marks?: boolean
  host?: string
}

export function shareCommand(program: Command): void {
  program
    .command('share')
    .description(
      'Share a terminal: your own shell, with your own dotfiles and ssh agent. Everybody watches; one types.',
    )
    .argument('[command...]', 'what to run instead of your shell, after --')
    .option('--incident <incident>', 'INC-12; the open one when there is just one')
    .option('--look', 'to look around: only your keys reach it, whoever has the keyboard')
    .option('--marks', 'behind an ssh too: tell what is run there; you are asked once whether that may be')
    .option('--host <name>', 'as which host, where people call it otherwise than it calls itself')
    .option('--new', 'another terminal, even where one of yours is still running')
    .addHelpText(
      'after',
      `
Examples:
  fireline share                          your shell, in the one open incident
  fireline share -- ssh db-1              a shell on another machine, from here
  fireline share --marks -- ssh db-1      the same, and what runs there is listed
  fireline share --look                   look around while somebody else has the keyboard

Your shell survives a cut line and the server's death: run the same line again to come back to it.
Ctrl-\\ then Ctrl-\\ leaves it running, t takes the keyboard, x ends it, ? says so.
What the screen shows is recorded, keys are not. A line that begins with a space is on the screen alone.`,
    )
    .action(shareTerminal)
}

async function shareTerminal(
  command: string[],
  { incident: named, look, new: another, marks: wanted, host }: Options,
): Promise<void> {
  const { findSession, startSession } = await import('../agent/sessions.ts')
  const { share } = await import('../agent/share.ts')
  const { takesMarks } = await import('../agent/nested-ssh.ts')
  const api = client()
  const { url, token } = api.login
  if (!token) throw new Error('Sign in first: fireline login')
  const { id } = await whichIncident(api, named)
  const looking = look ?? false
  const place = { url, incident: id, looking, env: process.env }
  const size = { cols: process.stdout.columns || 80, rows: process.stdout.rows || 24 }
  if (wanted && command.length > 0 && !takesMarks(command))
    process.stderr.write('[fireline] Only an ssh to the shell of a host takes marks: this goes without.\n')
  const marks =
    wanted === true && (await marksAgreed({ input: process.stdin, output: process.stderr, env: process.env }))
  const running = another || command.length > 0 ? undefined : await findSession(place)
  const shell = { ...place, ...size, command, cwd: process.cwd(), marks, ...(host && { host }) }
  const keeper = running ?? (await startSession(shell))
  const takeKeyboard = async () => {
    await api.post(`/api/v1/incidents/${id}/take-keyboard`, { host: keeper.session.host })
    return 'You have the keyboard.'
  }
  const own = { input: process.stdin, output: process.stdout }
  const exitCode = await share({ keeper, url, token, own, takeKeyboard })
  if (exitCode === undefined) process.stdout.write('\r\nIt goes on without you. `fireline share` comes back to it.\r\n')
  process.exit(exitCode ?? 0)
}
