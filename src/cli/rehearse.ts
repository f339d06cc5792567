import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import { type Client, client } from '../api/client.ts'
import { howLong } from '../incident/how-long.ts'
import { oneLine } from './which-incident.ts'

export function rehearseCommand(program: Command): void {
  program
    .command('rehearse')
    .description('Take and prove a copy before anything burns; with no name, what came of the last of each.')
    .argument('[resource]', 'what to copy, as Settings, What can be copied calls it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when it could not be proven.

Examples:
  fireline rehearse
  fireline rehearse shop`,
    )
    .action(rehearse)
}

interface Told {
  id: string
  resource: string
  at: string
  ms: number
  level: string | null
  outcome: string
  why: string | null
  affords?: { level: string; says: string }
}

async function rehearse(resource: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const api = client()
  const told = resource === undefined ? lastOfEach(await list(api)) : [await now(api, resource)]
  const text = told.map(one => `${oneLine(lineOf(one))}\n`).join('') || 'Nothing was rehearsed yet.\n'
  process.stdout.write(json ? `${JSON.stringify({ rehearsals: told })}\n` : text)
  if (told.some(({ outcome }) => outcome !== 'proven')) process.exitCode = 1
}

const list = async (api: Client): Promise<Told[]> =>
  (await api.get<{ rehearsals: Told[] }>('/api/v1/rehearsals')).rehearsals

async function now(api: Client, resource: string): Promise<Told> {
  const before = new Set((await list(api)).map(({ id }) => id))
  await api.post(`/api/v1/resources/${encodeURIComponent(resource)}/rehearse`)
  for (;;) {
    const found = (await list(api)).find(one => one.resource === resource && !before.has(one.id))
    if (found) return found
    await wait(500)
  }
}

const lastOfEach = (told: readonly Told[]): Told[] =>
  told.filter((one, n) => told.findIndex(other => other.resource === one.resource) === n)

const lineOf = ({ resource, at, ms, level, outcome, why, affords }: Told): string => {
  if (outcome !== 'proven') return `✗ ${resource}: not proven at ${at}. ${why ?? ''}`
  const isDear = affords !== undefined && affords.level !== level
  return `✓ ${resource}: ${level} in ${howLong(ms)}, at ${at}${isDear ? `. ${affords.says}` : ''}`
}
