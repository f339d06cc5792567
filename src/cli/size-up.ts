import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { type SizedUp, sizeUpCard } from '../api/size-up-card.ts'
import { byLink } from './by-link.ts'
import { whichIncident } from './which-incident.ts'

export function sizeUpCommand(program: Command): void {
  program
    .command('size-up')
    .description('The calm lines: what it says, since when, who is hurt, what changed, seen before, who is told.')
    .argument('[incident]', 'INC-12, or the link from a message, which needs no login; otherwise the one that is open')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExamples:\n  fireline size-up\n  fireline size-up INC-12 --json')
    .action(async (named: string | undefined, { json }: { json?: boolean }) => {
      const is = (await byLink(named)?.read()) ?? (await read(named))
      process.stdout.write(`${json ? JSON.stringify(is.sizeUp) : sizeUpCard(is)}\n`)
    })
}

async function read(named: string | undefined): Promise<SizedUp> {
  const api = client()
  return api.get<SizedUp>(`/api/v1/incidents/${(await whichIncident(api, named)).id}`)
}
