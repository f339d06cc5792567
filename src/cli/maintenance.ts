import type { Command } from 'commander'
import type { Silence } from '../alert/silence.ts'
import { type Client, client, NotDone } from '../api/client.ts'
import { maskKnownShapes } from '../redact/mask.ts'
import { lengthOf } from './length-of.ts'
import { runHere } from './run-here.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  service: string
  max: string
  reason?: string
}

export function maintenanceCommand(program: Command): void {
  program
    .command('maintenance')
    .description('Runs a command in a maintenance window: alerts of the service open nothing until it has ended.')
    .argument('<command...>', 'what to run, after --')
    .option('--service <service>', 'whose alerts are expected', 'default')
    .option('--max <time>', 'the window ends then at the latest, also when this machine is gone', '1h')
    .option('--reason <words>', 'what is done; otherwise the command itself')
    .addHelpText(
      'after',
      `
Examples:
  fireline maintenance --service checkout -- ./deploy.sh
  fireline maintenance --service db --max 3h --reason "new disks" -- ansible-playbook disks.yml

It ends with the exit code of the command. The window ends with the command, however that ends, and is told as a change.
When Fireline does not answer, the command runs all the same, and it is said that nothing is quiet.`,
    )
    .action(maintain)
}

async function maintain(words: string[], options: Options): Promise<void> {
  const api = client()
  const said = maskKnownShapes(words.join(' ')).slice(0, 500)
  const window = await begin(api, options, options.reason ?? said)
  if (window) await tellChange(api, options.service, options.reason ?? said)
  const code = await runHere(words)
  if (window) await endIt(api, window)
  process.exitCode = code
}

async function begin(api: Client, { service, max }: Options, reason: string): Promise<Silence | undefined> {
  const lastsMs = lengthOf(max, '--max')
  try {
    const window = await api.post<Silence>('/api/v1/silences', { kind: 'maintenance', service, reason, lastsMs })
    say(
      `Maintenance of ${service}: its alerts open nothing until this ends, ${window.endsAt.slice(11, 16)} UTC at the latest.`,
    )
    return window
  } catch (error) {
    // What is wrong with the line is said before anything runs; a server that is away holds no deploy up.
    if (error instanceof NotDone && error.status < 500) throw error
    say(`Fireline does not answer: nothing is quiet while this runs. ${wordsOf(error)}`)
    return undefined
  }
}

async function tellChange(api: Client, service: string, summary: string): Promise<void> {
  await api
    .post('/api/v1/changes', { summary, service })
    .catch((error: unknown) => say(`The change could not be told. ${wordsOf(error)}`))
}

async function endIt(api: Client, { id, endsAt }: Silence): Promise<void> {
  await api
    .delete(`/api/v1/silences/${id}`)
    .catch((error: unknown) => say(`The window could not be ended: it ends by itself at ${endsAt}. ${wordsOf(error)}`))
}

const wordsOf = (error: unknown): string => oneLine(error instanceof Error ? error.message : String(error))

/** Beside what the command prints, which may be read by a program. */
const say = (words: string): void => void process.stderr.write(`${oneLine(words)}\n`)
