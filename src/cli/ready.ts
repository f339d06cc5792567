import type { Command } from 'commander'
import { client } from '../api/client.ts'
import type { NodeReady, ServiceReady } from '../api/ready.ts'
import { oneLine } from './which-incident.ts'

export function readyCommand(program: Command): void {
  program
    .command('ready')
    .description(
      'Ready before the fire: for each service one line of ticks, what to do about what is missing, and which nodes serve.',
    )
    .argument('[service]', 'this service alone')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when something is missing, or a node vanished.

Examples:
  fireline ready
  fireline ready checkout`,
    )
    .action(ready)
}

async function ready(service: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const query = service === undefined ? '' : `?service=${encodeURIComponent(service)}`
  const { services } = await client().get<{ services: ServiceReady[] }>(`/api/v1/readiness/services${query}`)
  const { nodes, notes } = await client().get<{ nodes: NodeReady[]; notes: string[] }>('/api/v1/promise')
  const text = () => readyText(services) + nodesText(nodes, notes)
  process.stdout.write(json ? `${JSON.stringify({ services, nodes })}\n` : text())
  const isMissing = services.some(({ ticks }) => ticks.some(({ is }) => is === 'no'))
  if (isMissing || nodes.some(({ is }) => is === 'vanished')) process.exitCode = 1
}

/** A line a node where there are several; who serves alone needs none. */
export function nodesText(nodes: readonly NodeReady[], notes: readonly string[]): string {
  if (nodes.length < 2) return ''
  const width = Math.max(...nodes.map(({ name }) => name.length))
  const lines = nodes.map(
    ({ name, version, address, is }) => `${is === 'up' ? '✓' : '✗'} node ${name.padEnd(width)}  ${version}  ${address}`,
  )
  return `\n${[...lines, ...notes].map(oneLine).join('\n')}\n`
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
