import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import { lengthOf } from './length-of.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  stakeholders?: boolean
  next?: string
  json?: boolean
}

export function updateCommand(program: Command): void {
  program
    .command('update')
    .description('A word to those who work on it, or by mail to all who must know.')
    .argument('<text>', 'what you know now')
    .option('--stakeholders', 'to the stakeholders, by mail')
    .option(
      '--next <time>',
      'when the next word comes: 30m, 2h, none; stakeholders hear of 30m on sev1 and 1h on sev2 by default',
    )
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  fireline update "the restart helped db-1, db-2 follows"
  fireline update "Payments work again. We keep watching." --stakeholders --next 30m`,
    )
    .action(update)
}

export async function update(text: string, { incident, stakeholders, next, json }: Options): Promise<void> {
  const nextUpdateDueAt = next === undefined ? undefined : dueIn(next)
  const api = client()
  const { id, number } = await whichIncident(api, incident)
  const audience = stakeholders ? 'stakeholders' : 'responders'
  const body = { text, audience, nextUpdateDueAt }
  const answer = await api.post<{ entries: Entry[] }>(`/api/v1/incidents/${id}/post-update`, body)
  const until = nextUpdateDueAt ? ` The next one is due at ${nextUpdateDueAt.slice(11, 16)} UTC.` : ''
  const said = `INC-${number}: said to the ${audience}.${until}`
  process.stdout.write(`${json ? JSON.stringify(answer) : said}\n`)
}

/** `none` promises none, on purpose. */
const dueIn = (next: string): string | null =>
  next === 'none' ? null : new Date(Date.now() + lengthOf(next, '--next')).toISOString()
