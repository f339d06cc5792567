import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { howLong } from '../incident/how-long.ts'
import type { Preview } from '../steps/notify/preview.ts'
import { oneLine } from './which-incident.ts'

interface Options {
  severity: string
  at?: string
  json?: boolean
}

export function whatIfCommand(program: Command): void {
  program
    .command('what-if')
    .description('What would happen if this service broke now: who is paged when and by what. Nothing happens.')
    .argument('<service>', 'its slug')
    .option('--severity <severity>', 'sev1 to sev4', 'sev2')
    .option('--at <time>', 'then, as 2026-12-24T23:00:00Z; otherwise now')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  fireline what-if checkout
  fireline what-if checkout --severity sev3 --at 2026-12-24T23:00:00Z

It goes through the policy as a real incident would, and says whom a page may not reach or not wake.`,
    )
    .action(show)
}

async function show(service: string, { severity, at, json }: Options): Promise<void> {
  const query = new URLSearchParams({ severity, ...(at && { at }) })
  const path = `/api/v1/services/${encodeURIComponent(service)}/preview?${query}`
  const preview = await client().get<Preview & { warnings: string[] }>(path)
  process.stdout.write(`${json ? JSON.stringify(preview) : wordsOf(preview)}\n`)
}

function wordsOf({ lines, goesOn, warnings }: Preview & { warnings: string[] }): string {
  const said = lines.map(({ atMs, says, trouble }) => {
    const when = atMs === 0 ? 'at once' : `+${howLong(atMs)}`
    return oneLine(`${when.padEnd(9)} ${says}${trouble ? ` ${trouble}` : ''}`)
  })
  const heeded = warnings.map(one => `! ${oneLine(one)}`)
  return [...said, ...(goesOn ? [goesOn] : []), ...heeded].join('\n')
}
