import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { ImportAnswer } from '../api/config.ts'
import { configYaml, inWords } from './config.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  dryRun?: boolean
  addPeople?: boolean
  yaml?: boolean
  json?: boolean
}

export function importCommand(program: Command): void {
  program
    .command('import')
    .description(
      'Takes over the schedules and escalation policies of another pager: the same people on call, hour by hour.',
    )
    .argument('<from>', 'pagerduty, goalert, grafana-oncall or opsgenie')
    .argument('<file>', 'its export as JSON (docs/import.md says how to make one); - reads from stdin')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--add-people', 'who is not here yet becomes a responder')
    .option('--yaml', 'print it as settings to keep and apply later, and change nothing')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline import pagerduty pagerduty.json --dry-run
  fireline import pagerduty pagerduty.json --add-people
  fireline import opsgenie opsgenie.json --add-people --yaml > fireline.yaml`,
    )
    .action(takeOver)
}

async function takeOver(from: string, file: string, { dryRun, addPeople, yaml, json }: Options): Promise<void> {
  const isTrial = Boolean(dryRun || yaml)
  const path = `/api/v1/import/${encodeURIComponent(from)}${isTrial ? '/try' : ''}`
  const answer = await client().post<ImportAnswer>(path, { exported: readExport(file), addPeople })
  if (json) process.stdout.write(`${JSON.stringify(answer)}\n`)
  else if (yaml)
    process.stdout.write(`${answer.left.map(one => `# ${oneLine(one)}\n`).join('')}${configYaml(answer.config)}`)
  else process.stdout.write(`${[...said(answer, isTrial), inWords(answer, isTrial)].join('\n')}\n`)
}

function said({ left, added }: ImportAnswer, isTrial: boolean): string[] {
  const people = added.map(one => `+ person ${oneLine(`${one.name} <${one.email}>`)}${isTrial ? '' : ', a responder'}`)
  const lost = left.map(one => `! ${oneLine(one)}`)
  return [...(lost.length > 0 ? ['What could not be carried over:', ...lost, ''] : []), ...people]
}

function readExport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${file} is no JSON: ${error.message}`, { cause: error })
    throw error
  }
}
