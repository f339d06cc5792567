import type { Command } from 'commander'
import { jsonLog } from '../engine/log.ts'
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

/** Serves until SIGTERM or SIGINT; then stops taking, finishes what is under way, and leaves within 10 s. */
async function serve(): Promise<void> {
  const { startFireline } = await import('../main.ts')
  const log = jsonLog(line => process.stderr.write(line))
  const fireline = await startFireline(readSettings(process.env), log)
  sayTheWayIn(fireline, text => process.stderr.write(text))
  process.stdout.write(`Fireline is ready on ${fireline.url}\n`)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), 9_500).unref()
    fireline.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stopping failed', { reason: String(error) })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
