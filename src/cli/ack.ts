import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import { oneLine, whichIncident } from './which-incident.ts'

export function ackCommand(program: Command): void {
  program
    .command('ack')
    .description('“I have it”: acknowledge an incident; paging stops until the acknowledgement expires.')
    .argument('[incident]', 'INC-12; the open one when there is just one')
    .option('--json', 'print the entries it made')
    .addHelpText('after', '\nExamples:\n  fireline ack\n  fireline ack INC-12')
    .action(async (named: string | undefined, { json }: { json?: boolean }) => {
      const api = client()
      const incident = await whichIncident(api, named)
      const answer = await api.post<{ entries: Entry[] }>(`/api/v1/incidents/${incident.id}/acknowledge`)
      const said = `You have INC-${incident.number}: ${oneLine(incident.title)}`
      process.stdout.write(`${json ? JSON.stringify(answer) : said}\n`)
    })
}
