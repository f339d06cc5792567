import type { Command } from 'commander'
import { jsonLog, type Log, reason } from '../engine/log.ts'
import { stuckCode } from '../engine/stand-still.ts'
import type { Fireline } from '../main.ts'
import { readSettings } from '../settings.ts'
import { sayTheWayIn } from './way-in.ts'

export function serveCommand(program: Command): void {
  program
    .command('serve')
    .description('Start Fireline: its database, its server, its pages.')
    .addHelpText(
      'after',
      `
Examples:
  fireline serve                                  on http://127.0.0.1:7070, data in ./data
  FIRELINE_PORT=0 fireline serve                  a free port, printed
  DATABASE_URL=postgres://… fireline serve        a shared PostgreSQL instead of the embedded one`,
    )
    .action(serve)
}

const leaveWithinMs = 9_800

/** Serves until SIGTERM or SIGINT; then stops taking, finishes what is under way, and leaves within 10 s. */
async function serve(): Promise<void> {
  // Who reads our output may go away; who is on call still needs us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const { startFireline } = await import('../main.ts')
  const log = jsonLog(line => process.stderr.write(line))
  const stopping = new AbortController()
  const starting = startFireline(readSettings(process.env), log, () => stop(stuckCode), stopping.signal)
  const stop = stopper(starting, log, () => stopping.abort())
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => stop(0))
  process.on('uncaughtException', error => {
    log.error('this should not have happened; Fireline stops', { reason: reason(error), stack: error.stack })
    stop(1)
  })
  const fireline = await starting.catch((error: unknown) => {
    if (!isStoppedBefore(error)) throw error
  })
  if (!fireline) return
  sayTheWayIn(fireline, { say: text => process.stderr.write(text), isTerminal: process.stderr.isTTY })
  process.stdout.write(`Fireline is ready on ${fireline.url}\n`)
}

/** Leaves once, with this exit code, or 1 when a stop that was asked for fails or takes too long. Told while it starts, it starts first. */
function stopper(starting: Promise<Fireline>, log: Log, waitNoMore: () => void): (code: number) => void {
  let isStopping = false
  return code => {
    if (isStopping) return
    isStopping = true
    waitNoMore()
    setTimeout(() => process.exit(code || 1), leaveWithinMs).unref()
    starting
      .then(
        fireline => fireline.stop(),
        (error: unknown) => {
          if (!isStoppedBefore(error)) throw error
        },
      )
      .then(() => process.exit(code))
      .catch((error: unknown) => {
        log.error('stopping failed', { reason: reason(error) })
        process.exit(1)
      })
  }
}

/** By its name: what it comes from is loaded with the server alone. */
const isStoppedBefore = (error: unknown): boolean => error instanceof Error && error.name === 'StoppedBeforeStart'
