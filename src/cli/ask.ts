import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import { readValues } from '../incident/values.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  json?: boolean
}

export function askCommand(program: Command): void {
  program
    .command('ask')
    .description('Ask anything of an incident: every command of the API, and every way forward that a no names.')
    .argument('<command>', 'what to ask, as the API calls it')
    .argument('[values...]', 'name=value for each thing it takes')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  fireline ask take-over seat=lead reason='Ana is on a train'
  fireline ask propose-change what='drain web-2' intent=mitigation kind=simple touches='[]'`,
    )
    .action(ask)
}

async function ask(command: string, values: string[], { incident, json }: Options): Promise<void> {
  const body = readValues(values)
  const api = client()
  const { id, number } = await whichIncident(api, incident)
  const path = `/api/v1/incidents/${id}/${encodeURIComponent(command)}`
  const answer = await api.post<{ entries: Entry[] }>(path, body)
  const { length } = answer.entries
  const said = length === 0 ? 'it was so already' : `done, ${length} ${length === 1 ? 'entry' : 'entries'}`
  process.stdout.write(`${json ? JSON.stringify(answer) : `INC-${number}: ${said}.`}\n`)
}
