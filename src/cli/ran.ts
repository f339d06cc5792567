import { type Command, Option } from 'commander'
import { client } from '../api/client.ts'
import type { EntryOf } from '../incident/entry.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  host?: string
  exit?: string
  look?: boolean
  change?: boolean
  at?: string
  incident?: string
  json?: boolean
}

export function ranCommand(program: Command): void {
  program
    .command('ran')
    .description('Note a command that you ran where Fireline does not look, so that it is not forgotten.')
    .argument('<command>', 'what you ran, in quotes')
    .option('--host <host>', 'where')
    .option('--exit <code>', 'how it ended')
    .addOption(new Option('--look', 'it only looked; guessed from its words unless told').conflicts('change'))
    .option('--change', 'it changed something')
    .option('--at <time>', 'when, as 2026-03-02T09:14:00Z; now unless told')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  fireline ran "kubectl rollout undo deploy/web"
  fireline ran "show pool status" --host lb-1 --look`,
    )
    .action(ran)
}

async function ran(command: string, { incident, json, ...said }: Options): Promise<void> {
  const api = client()
  const { id, number } = await whichIncident(api, incident)
  const answer = await api.post<{ entries: EntryOf<'CommandNoted'>[] }>(`/api/v1/incidents/${id}/note-command`, {
    command,
    ...(said.host !== undefined && { host: said.host }),
    ...(said.exit !== undefined && { exitCode: Number(said.exit) }),
    ...((said.look || said.change) && { kind: said.look ? 'look' : 'change' }),
    ...(said.at !== undefined && { at: said.at }),
  })
  const kind = answer.entries[0]?.data.kind === 'look' ? 'only looked' : 'changed something'
  process.stdout.write(`${json ? JSON.stringify(answer) : `INC-${number}: noted; it ${kind}.`}\n`)
}
