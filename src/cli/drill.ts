import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { faults as allFaults, DrillOptions, DrillResult, Line } from '../drill/drill.ts'

type Flags = {
  auto?: boolean
  fast?: boolean
  json?: boolean
  lines?: boolean
  ring?: string
  server?: string
  token?: string
  folder?: string
  seed?: string
}

type Faults = typeof allFaults

const stoppedByHand = 130

export function drillCommand(program: Command): void {
  program
    .command('drill')
    .argument('<fault>', 'what breaks, as bad-deploy; a name that is unknown lists them all')
    .description('rehearse on a small real shop that is broken on purpose; nothing of it is left afterwards')
    .option('--auto', 'scripted people respond, through the same API as anyone')
    .option('--fast', 'a hurried clock: the monitoring looks more often')
    .option('--json', 'one line of JSON at the end')
    .option('--lines', 'every line and the end as JSON, for programs')
    .option('--server <url>', 'use this Fireline instead of one of its own')
    .option('--token <token>', 'an admin token for --server (default: FIRELINE_TOKEN)')
    .option('--ring <person>', 'the id of somebody of --server who agreed to be paged')
    .option('--folder <folder>', 'where everything of the drill is')
    .option('--seed <number>', 'the same seed, the same drill')
    .addHelpText('after', '\nExamples:\n  fireline drill bad-deploy\n  fireline drill bad-deploy --auto --fast')
    .action(async (name: string, flags: Flags) => {
      process.exitCode = await run(name, flags)
      // What was still being played is of no interest any more.
      if (process.exitCode === stoppedByHand) process.exit()
    })
}

async function run(name: string, flags: Flags): Promise<number> {
  const { drill, faults } = await import('../drill/drill.ts')
  const options = readOptions(name, flags, faults)
  if (typeof options === 'string') return fail(options)
  try {
    const result = await drill(options, toldToStop())
    if (flags.lines) console.log(JSON.stringify({ result }))
    else if (flags.json) console.log(JSON.stringify(result))
    else reveal(result)
    return 0
  } catch (error) {
    if (error instanceof ToldToStop) return stoppedByHand
    return fail(error instanceof Error ? error.message : String(error))
  }
}

function readOptions(name: string, flags: Flags, faults: Faults): DrillOptions | string {
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined
  if (!fault) return `There is no fault "${name}". There is: ${Object.keys(faults).join(', ')}.`
  const seed = flags.seed === undefined ? Date.now() % 1_000_000 : Number(flags.seed)
  if (!Number.isSafeInteger(seed) || seed < 0) return '--seed is a whole number, zero or more.'
  const token = flags.token ?? process.env['FIRELINE_TOKEN']
  if (flags.server && !token) return '--server needs an admin token of that Fireline: --token, or FIRELINE_TOKEN.'
  const folder = flags.folder ?? join(tmpdir(), `fireline-drill-${process.getuid?.() ?? 'me'}`)
  const server = flags.server && token ? { url: flags.server.replace(/\/+$/, ''), token, ring: flags.ring } : undefined
  const tell = flags.lines ? sayJson : flags.json ? () => {} : sayLine
  return { fault, folder, seed, isAuto: flags.auto === true, isFast: flags.fast === true, server, tell }
}

class ToldToStop extends Error {
  override name = 'ToldToStop'
}

/** Ctrl-C once ends the drill in order; a second one does not hurry it, since that would leave things behind. */
function toldToStop(): Promise<never> {
  return new Promise((_, stop) => {
    process.stdout.on('error', () => stop(new ToldToStop('nobody reads on')))
    // Whoever started it over a channel is gone when that closes.
    process.once('disconnect', () => stop(new ToldToStop('its parent is gone')))
    process.channel?.unref()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => stop(new ToldToStop(signal)))
  })
}

const sayJson = (line: Line): void => console.log(JSON.stringify({ line }))

function sayLine({ step, words, atMs }: Line): void {
  console.log(`${clock(atMs)}  ${step.padEnd(13)}${words.replaceAll(/\s+/g, ' ')}`)
}

function reveal({ truth, lines, par, end }: DrillResult): void {
  const at = (step: string) => lines.find(line => line.step === step)?.atMs
  const since = at('broken') ?? 0
  const timed = (what: string, step: string, parMs: number) => {
    const reached = at(step)
    return reached === undefined ? [] : [`${what} ${clock(reached - since)} (par ${clock(parMs)})`]
  }
  console.log(`\nWhat it was: ${truth.entity}: ${truth.mechanism}.`)
  console.log(`Tempting but wrong: ${truth.temptingTheory}.`)
  console.log(`Unrelated: "${truth.redHerring}".`)
  const times = [
    ...timed('first evidence', 'evidence', par.evidenceMs),
    ...timed('customers served', 'mitigated', par.mitigatedMs),
    ...timed('cause', 'cause', par.causeMs),
    ...timed('resolved', 'resolved', par.resolvedMs),
  ]
  console.log(`Times since it broke: ${times.join(', ')}.`)
  if (!end.isGreen)
    console.log(`Not well yet: ${Math.round(end.failedShare * 100)} % errors, ${end.wrongRows} rows still wrong.`)
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function fail(message: string): number {
  console.error(message)
  return 1
}
