import type { Command } from 'commander'
import { readLogin } from '../api/client.ts'
import type { Promised } from '../api/promised.ts'
import { print } from './print.ts'
import { oneLine } from './which-incident.ts'

export function promiseCommand(program: Command): void {
  program
    .command('promise')
    .description(
      'Whether pages leave: a canary came through within a minute, and nothing that should have left is late.',
    )
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Exit code 1 when it is red, and when nothing answers. It needs no login.

Examples:
  fireline promise
  fireline promise || echo "call somebody by hand"`,
    )
    .action(promise)
}

async function promise({ json }: { json?: boolean }): Promise<void> {
  const promised = await ask(readLogin().url)
  print(promised, json, promiseText(promised))
  if (!promised.ok) process.exitCode = 1
}

const patienceMs = 10_000

/** A no comes as 503 and is an answer. */
async function ask(url: string): Promise<Promised> {
  const nothing = `Nothing answers at ${url}: nobody can say that pages leave. Start it there (fireline serve).`
  const response = await fetch(`${url}/health/promise`, { signal: AbortSignal.timeout(patienceMs) }).catch(cause => {
    throw new Error(nothing, { cause })
  })
  const said: unknown = await response.json().catch(() => undefined)
  if (isPromised(said)) return said
  throw new Error(
    `What answers at ${url} (${response.status}) does not speak like Fireline: nobody can say that pages leave.`,
  )
}

const isPromised = (said: unknown): said is Promised =>
  typeof said === 'object' && said !== null && 'ok' in said && 'why' in said && Array.isArray(said.why)

export function promiseText({ ok, why, late, notes = [] }: Promised): string {
  const lines = [...why, ...notes].map(one => `  ${oneLine(one)}`)
  const red = late > 0 ? `Red: ${late} late.` : 'Red: it cannot be promised that pages leave.'
  const green = 'Green: pages leave. A canary came through a moment ago, and nothing is late.'
  return [ok ? green : red, ...lines].join('\n')
}
