import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Incident } from '../incident/incident.ts'
import { type Me, nextLine } from './next-line.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  severity: string
  service?: string
  json?: boolean
}

export function declareCommand(program: Command): void {
  program
    .command('declare')
    .description('Report that something burns: an incident is opened, and who is on call is paged.')
    .argument('<title>', 'what you see, in a few words')
    .option('--severity <severity>', 'sev1 (worst) to sev4', 'sev2')
    .option('--service <service>', 'where it burns; otherwise the default service')
    .option('--json', 'print the incident as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline declare "checkout answers with errors"
  fireline declare "search is slow" --severity sev3 --service search`,
    )
    .action(async (title: string, { severity, service, json }: Options) => {
      const api = client()
      const is = await api.post<Incident>('/api/v1/incidents', { title, severity, ...(service && { service }) })
      const said = `INC-${is.number} ${is.severity} is open: ${oneLine(is.title)}`
      const next = json ? '' : nextLine(is, await api.get<Me>('/api/v1/me'))
      process.stdout.write(json ? `${JSON.stringify(is)}\n` : `${said}\n${next}\n`)
    })
}
