import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type Client, client } from '../api/client.ts'
import { oneLine, whichIncident } from './which-incident.ts'

interface Options {
  terminal?: string
  v2?: boolean
  out?: string
}

interface Shared {
  id: string
  host: string
  recording: string
  looking?: boolean
}

export function recordingCommand(program: Command): void {
  program
    .command('recording')
    .description('What a shared terminal showed, as asciicast: to play, to keep, to search in.')
    .argument('[incident]', 'INC-12; the open one when there is just one')
    .option('--terminal <terminal>', 'which one, where several were shared: its id or its host')
    .option('--v2', "as asciicast v2, for players that know nothing newer (Debian 12's asciinema)")
    .option('--out <file>', 'write it there instead of to stdout')
    .addHelpText(
      'after',
      `
Examples:
  fireline recording INC-12 --out inc-12.cast
  fireline recording INC-12 --v2 --out inc-12.cast && asciinema play inc-12.cast`,
    )
    .action(async (named: string | undefined, { terminal, v2, out }: Options) => {
      const api = client()
      const { recording } = await whichTerminal(api, named, terminal)
      const text = await api.text(`/api/v1/recordings/${recording}${v2 ? '.v2' : ''}.cast`)
      if (out) writeFileSync(out, text)
      else process.stdout.write(text)
    })
}

/** The operator's, where none is named. */
async function whichTerminal(api: Client, named: string | undefined, wanted: string | undefined): Promise<Shared> {
  const incident = await whichIncident(api, named)
  const { terminals } = await api.get<{ terminals: Shared[] }>(`/api/v1/incidents/${incident.id}/terminals`)
  const fitting = wanted
    ? terminals.filter(one => one.id === wanted || one.host === wanted)
    : terminals.filter(one => !one.looking)
  const found = fitting.at(-1) ?? (wanted ? undefined : terminals.at(-1))
  if (found) return found
  const known = terminals.map(one => `  --terminal ${one.id}   on ${oneLine(one.host)}`)
  throw new Error([`INC-${incident.number} has no such terminal.`, ...known].join('\n'))
}
