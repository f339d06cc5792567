import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import { type ByLink, byLink } from './by-link.ts'
import { oneLine, whichIncident } from './which-incident.ts'

export function ackCommand(program: Command): void {
  program
    .command('ack')
    .description('“I have it”: acknowledge an incident; paging stops until the acknowledgement expires.')
    .argument(
      '[incident]',
      'INC-12, or the link from a message, which needs no login; the open one when there is just one',
    )
    .option('--json', 'print the entries it made; by a link: who has it, until when')
    .addHelpText(
      'after',
      '\nExamples:\n  fireline ack\n  fireline ack INC-12\n  fireline ack https://fireline.example.org/a/…',
    )
    .action(async (named: string | undefined, { json }: { json?: boolean }) => {
      const link = byLink(named)
      const { incident, answer } = link ? await has(link) : await acknowledged(named)
      const said = `You have INC-${incident.number}: ${oneLine(incident.title)}`
      process.stdout.write(`${json ? JSON.stringify(answer) : said}\n`)
    })
}

async function acknowledged(named: string | undefined) {
  const api = client()
  const incident = await whichIncident(api, named)
  const answer = await api.post<{ entries: Entry[] }>(`/api/v1/incidents/${incident.id}/acknowledge`)
  return { incident, answer }
}

async function has(link: ByLink) {
  const incident = await link.press('acknowledge')
  const { acknowledgedBy, until } = incident
  return { incident, answer: { acknowledgedBy, until } }
}
