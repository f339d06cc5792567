import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { PlannedWork } from '../steps/notify/status-page.ts'
import { type SpanOptions, wholeSpan } from './on-call-span.ts'
import { print } from './print.ts'
import { saySpan } from './when.ts'
import { oneLine } from './which-incident.ts'

export function plannedWorkCommands(page: Command): void {
  const work = page.command('maintenance').description('Planned work, in words for everybody.')
  work
    .command('add')
    .description('Announces it on the pages that show these services.')
    .argument('<services...>', 'by slug')
    .requiredOption('--says <words>', 'what people may notice')
    .option('--from <time>', 'from then on; otherwise now')
    .option('--to <time>', 'until then')
    .option('--for <time>', 'instead of --to, how long: 30m, 2h')
    .option('--mute <what>', 'what pages nobody meanwhile: all-but-critical or everything')
    .option('--json', 'print it')
    .action(add)
  work
    .command('list')
    .description('What is being done and what comes.')
    .option('--json', 'print it as JSON')
    .action(list)
  work.command('end').description('It is over, or does not come.').argument('<id>', 'as the list shows it').action(end)
}

interface Options extends SpanOptions {
  says: string
  mute?: string
  json?: boolean
}

async function add(services: string[], { says, mute, json, ...said }: Options): Promise<void> {
  const { from: startsAt, to: endsAt } = wholeSpan(said, new Date())
  const made = await client().post<Shown>('/api/v1/planned-work', { services, says, startsAt, endsAt, mutes: mute })
  print(made, json, `Announced: ${lineOf(made)}`)
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const { work } = await client().get<{ work: Shown[] }>('/api/v1/planned-work')
  const lines = work.map(one => `${one.id}  ${lineOf(one)}`)
  print({ work }, json, lines.join('\n') || 'No work is planned.')
}

async function end(id: string): Promise<void> {
  await client().delete(`/api/v1/planned-work/${encodeURIComponent(id)}`)
  print({}, false, 'It is over: the status pages say so no more, and what it kept from paging comes in.')
}

type Shown = PlannedWork & { mutes: string; keptOut: number }

const lineOf = ({ services, says, startsAt, endsAt, mutes, keptOut }: Shown): string => {
  const kept = keptOut > 0 ? `, ${keptOut} kept out now` : ''
  const muted = mutes === 'nothing' ? '' : ` (pages nobody meanwhile: ${mutes.replaceAll('-', ' ')}${kept})`
  return oneLine(`${services.join(', ')}, ${saySpan({ from: startsAt, to: endsAt })}: ${says}${muted}`)
}
