import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { plannedWorkCommands } from './planned-work.ts'
import { columns, print } from './print.ts'
import { update } from './update.ts'
import { oneLine } from './which-incident.ts'

export function statusPageCommand(program: Command): void {
  const page = program
    .command('status-page')
    .description('What people outside may see: the pages, a word on them, and planned work.')
    .addHelpText(
      'after',
      `
Examples:
  fireline status-page list
  fireline status-page update "Payments fail for some cards. We work on it." --incident INC-12 --next 30m
  fireline status-page maintenance add checkout --from "2026-12-24 02:00" --for 2h --says "Payments pause for some minutes." --mute all-but-critical
  fireline status-page maintenance list

A word on the page is also mailed to who asked for mail.`,
    )
  page
    .command('list')
    .description('The status pages, each with its link.')
    .option('--json', 'print them as JSON')
    .action(list)
  page
    .command('update')
    .description('A word to everybody outside: on the pages that show the service, and by mail.')
    .argument('<text>', 'what they notice, and what we do')
    .option('--next <time>', 'when the next word comes: 30m, 2h, none; otherwise 30m on sev1 and 1h on sev2')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .action((text: string, options: object) => update(text, { ...options, stakeholders: true }))
  plannedWorkCommands(page)
}

interface Shown {
  slug: string
  title: string
  isPublic: boolean
  url: string
  stakeholderCount: number
  components: { service: string }[]
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const { pages } = await client().get<{ pages: Shown[] }>('/api/v1/status-pages')
  const none =
    'There is no status page yet: Settings, Status pages makes one. Until then /status shows everything under one name.'
  const rows = pages.map(one => [
    one.slug,
    oneLine(one.title),
    one.isPublic ? 'public' : 'by its link',
    one.components.map(({ service }) => service).join(', '),
    `${one.stakeholderCount} by mail`,
    one.url,
  ])
  print({ pages }, json, rows.length === 0 ? none : columns(rows))
}
