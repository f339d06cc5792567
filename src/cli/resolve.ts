import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { type Me, nextLine } from './next-line.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  json?: boolean
}

export function resolveCommand(program: Command): void {
  program
    .command('resolve')
    .description('It is over: nobody is paged any more.')
    .argument('[summary]', 'what it was and what helped, in a sentence')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  fireline resolve
  fireline resolve "the deploy of 02:51 was taken back" --incident INC-12`,
    )
    .action(resolve)
}

async function resolve(summary: string | undefined, { incident, json }: Options): Promise<void> {
  const api = client()
  const { id, number } = await whichIncident(api, incident)
  const path = `/api/v1/incidents/${id}`
  const answer = await api.post<{ entries: Entry[] }>(`${path}/resolve`, summary === undefined ? {} : { summary })
  if (json) return void process.stdout.write(`${JSON.stringify(answer)}\n`)
  const [is, me] = [await api.get<Incident>(path), await api.get<Me>('/api/v1/me')]
  process.stdout.write(`INC-${number} is resolved. ${nextLine(is, me)}\n`)
}
