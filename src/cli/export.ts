import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { whichIncident } from './which-incident.ts'

interface Options {
  format: string
  out?: string
}

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('The whole story of an incident: Markdown for people, JSON lines for programs.')
    .argument('[incident]', 'INC-12; otherwise the one that is open')
    .option('--format <format>', 'md or jsonl', 'md')
    .option('--out <file>', 'write it there instead of to stdout')
    .addHelpText(
      'after',
      `
Examples:
  fireline export INC-12
  fireline export INC-12 --format jsonl --out inc-12.jsonl`,
    )
    .action(async (named: string | undefined, { format, out }: Options) => {
      const api = client()
      const id = named ?? (await whichIncident(api, undefined)).id
      const path = `/api/v1/incidents/${encodeURIComponent(id)}/export?format=${encodeURIComponent(format)}`
      const text = await api.text(path)
      if (out) writeFileSync(out, text)
      else process.stdout.write(text)
    })
}
