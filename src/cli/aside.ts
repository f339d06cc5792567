import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { SideNote } from '../api/room-messages.ts'
import { oneLine, whichIncident } from './which-incident.ts'

interface Options {
  incident?: string
  json?: boolean
}

export function asideCommand(program: Command): void {
  program
    .command('aside')
    .description('Say something beside the lead, who hears it when it is over; without words, read what was said.')
    .argument('[text]', 'in quotes')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print what the server answers')
    .addHelpText(
      'after',
      `
Examples:
  fireline aside "does anybody know who built this gateway?"
  fireline aside`,
    )
    .action(aside)
}

async function aside(text: string | undefined, { incident, json }: Options): Promise<void> {
  const api = client()
  const { id, number } = await whichIncident(api, incident)
  const path = `/api/v1/incidents/${id}/side-notes`
  if (text !== undefined) {
    const answer = await api.post(path, { text })
    return say(json ? JSON.stringify(answer) : `INC-${number}: said beside the lead.`)
  }
  const answer = await api.get<{ hears: boolean; notes: SideNote[] }>(path)
  if (json) return say(JSON.stringify(answer))
  if (!answer.hears) return say('You lead: what is said beside you reaches you when it is over.')
  const lines = answer.notes.map(({ at, by, text }) => `${at.slice(11, 16)} ${oneLine(by)}: ${oneLine(text)}`)
  say(lines.join('\n') || 'Nothing was said beside the lead.')
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)
