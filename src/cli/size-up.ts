import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { sizeUpText } from '../steps/identify/size-up-text.ts'
import type { SizeUp } from '../steps/identify/size-up.ts'
import { type Listed, theIncident } from './open-incident.ts'

export function sizeUpCommand(program: Command): void {
  program
    .command('size-up')
    .description('The calm lines: what it says, since when, who is hurt, what changed, seen before, who is told.')
    .argument('[incident]', 'INC-12; otherwise the one that is open')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExamples:\n  fireline size-up\n  fireline size-up INC-12 --json')
    .action(async (named: string | undefined, { json }: { json?: boolean }) => {
      const api = client()
      const is = await api.get<Listed & { sizeUp: SizeUp }>(`/api/v1/incidents/${await theIncident(api, named)}`)
      process.stdout.write(`${json ? JSON.stringify(is.sizeUp) : sizeUpCard(is)}\n`)
    })
}

/** The card under its incident's name, as every terminal shows it. */
export function sizeUpCard(is: Listed & { sizeUp: SizeUp }): string {
  return sizeUpText(`INC-${is.number} ${is.severity} ${is.status} · ${is.title}`, is.sizeUp)
}
