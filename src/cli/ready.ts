import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { ServiceReady } from '../api/ready.ts'
import { oneLine } from './which-incident.ts'

export function readyCommand(program: Command): void {
  program
    .command('ready')
    .description('Ready before the fire: for each service one line of ticks, and what to do about what is missing.')
    .argument('[service]', 'this service alone')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when something is missing.

Examples:
  fireline ready
  fireline ready checkout`,
    )
    .action(ready)
}

async function ready(service: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const query = service === undefined ? '' : `?service=${encodeURIComponent(service)}`
  const { services } = await client().get<{ services: ServiceReady[] }>(`/api/v1/readiness/services${query}`)
  process.stdout.write(json ? `${JSON.stringify({ services })}\n` : readyText(services))
  if (services.some(({ ticks }) => ticks.some(({ is }) => is === 'no'))) process.exitCode = 1
}

const sign = { yes: '✓', partly: '~', no: '✗' }

/** A line a service; below each what is missing; at the end what holds for several, once. */
export function readyText(services: readonly ServiceReady[]): string {
  const width = Math.max(0, ...services.map(one => one.service.length))
  const lines = services.flatMap(({ service, ticks }) => [
    `${service.padEnd(width)}  ${ticks.map(({ what, is }) => `${sign[is]} ${what}`).join('   ')}`,
    ...ticks.filter(({ is }) => is !== 'yes').map(({ what, says }) => `${' '.repeat(width)}    ${what}: ${says}`),
  ])
  const notes = [...new Set(services.flatMap(({ ticks }) => ticks.flatMap(({ notes: some = [] }) => some)))]
  const all = [...lines, ...(notes.length > 0 ? ['', ...notes] : []), '', endOf(services)]
  return `${all.map(line => oneLine(line).trimEnd()).join('\n')}\n`
}

function endOf(services: readonly ServiceReady[]): string {
  const open = services.filter(one => !one.isReady).length
  if (open === 0) return services.length === 1 ? 'Ready.' : `All ${services.length} services are ready.`
  return services.length === 1
    ? 'Not ready for everything.'
    : `${open} of ${services.length} services are not ready for everything.`
}
