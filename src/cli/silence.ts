import type { Command } from 'commander'
import type { Matcher } from '../alert/matcher.ts'
import { matcherIn, matcherText } from '../alert/matcher-text.ts'
import type { Silence } from '../alert/silence.ts'
import { client } from '../api/client.ts'
import { lengthOf } from './length-of.ts'
import { print } from './print.ts'
import { oneLine } from './which-incident.ts'

type Shown = Silence & { state: string }

interface Options {
  service?: string
  for: string
  reason: string
  json?: boolean
}

export function silenceCommand(program: Command): void {
  const silence = program
    .command('silence')
    .description('Quiet for alerts that are known: they are kept and listed, and open nothing until it ends.')
    .addHelpText(
      'after',
      `
Examples:
  fireline silence add 'alertname="DiskFull"' --service db --for 2h --reason "the disk is being replaced"
  fireline silence list
  fireline silence end 01999999-0000-7000-8000-000000000000

For planned work see fireline maintenance: its quiet ends with the command that it runs.`,
    )
  silence
    .command('add')
    .description('Makes a silence; it ends by itself, and what still fires then comes in.')
    .argument('[matchers...]', `name="value", !=, =~ or !~; every alert has service, alertname and severity`)
    .option('--service <service>', 'the alerts of this service alone')
    .requiredOption('--for <time>', 'how long: 30m, 2h, 3d; at most 30 days')
    .requiredOption('--reason <words>', 'why; whoever comes next will want to know')
    .option('--json', 'print the silence')
    .action(add)
  silence
    .command('list')
    .description('The silences that stand, and those to come.')
    .option('--all', 'those that are over too')
    .option('--json', 'print them as JSON')
    .action(list)
  silence
    .command('end')
    .description('Ends a silence now.')
    .argument('<id>', 'as fireline silence list shows it')
    .option('--json', 'print the silence')
    .action(end)
}

async function add(texts: string[], { service, for: length, reason, json }: Options): Promise<void> {
  const body = { matchers: texts.map(readMatcher), service, reason, lastsMs: lengthOf(length, '--for') }
  const made = await client().post<Shown>('/api/v1/silences', body)
  print(made, json, `Quiet until ${minuteOf(made.endsAt)}: ${lineOf(made)}`)
}

async function list({ all, json }: { all?: boolean; json?: boolean }): Promise<void> {
  const { silences } = await client().get<{ silences: Shown[] }>('/api/v1/silences')
  const shown = silences.filter(silence => all || silence.state !== 'expired')
  const lines = shown.map(one => `${one.id}  ${one.state}  until ${minuteOf(one.endsAt)}  ${lineOf(one)}`)
  print({ silences: shown }, json, lines.length === 0 ? 'Nothing is silenced.' : lines.join('\n'))
}

async function end(id: string, { json }: { json?: boolean }): Promise<void> {
  const over = await client().delete<Shown>(`/api/v1/silences/${encodeURIComponent(id)}`)
  print(over, json, `It is over: ${lineOf(over)}. What still fires comes in now.`)
}

function readMatcher(text: string): Matcher {
  const matcher = matcherIn(text)
  if (typeof matcher === 'string') throw new Error(`${text}: ${matcher}`)
  return matcher
}

const minuteOf = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`

const lineOf = ({ service, matchers, reason, createdBy }: Shown): string =>
  oneLine(`${[...(service ? [service] : []), ...matchers.map(matcherText)].join(' ')} (${createdBy}: ${reason})`)
