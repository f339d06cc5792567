import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { oneLine } from './which-incident.ts'

export function putBackCommand(program: Command): void {
  program
    .command('put-back')
    .description('Open a sealed copy and put it back where its incident says.')
    .argument('<copy>', 'its name, as the incident shows it')
    .option('--into <url>', 'for a database: where to; its password may come from PGPASSWORD or MYSQL_PWD')
    .option('--over', 'of saved rows: also write over what others wrote into them since')
    .option('--look', 'show the line that would run, and open nothing')
    .addHelpText(
      'after',
      `
Runs on the host of Fireline that took the copy, as the user that Fireline runs as. Not one byte is used of a copy that is cut or
altered. What is opened lies beside the copy, for its owner alone, and is removed at the end.

Examples:
  fireline put-back 0199a3c2-6f0e-7000-8000-00000000b001 --into postgres://shop@db-1/shop_restored
  fireline put-back 0199a3c2-6f0e-7000-8000-00000000b002`,
    )
    .action(putBack)
}

interface Opened {
  id: string
  location: string
  covers: string[]
  key: string
  line: string
  plain: string
}

async function putBack(name: string, { into, over, look }: { into?: string; over?: true; look?: true }): Promise<void> {
  const api = client()
  const path = `/api/v1/copies/${encodeURIComponent(name)}`
  const copy = await api.post<Opened>(`${path}/open`)
  if (needsUrl(copy) && into === undefined && !look)
    throw new Error('Say where to, with --into and the address of a database')
  const line = over ? overOthers(copy.line) : copy.line
  if (look) {
    process.stdout.write(`${oneLine(line)}\n`)
    return
  }
  // What is opened is removed whatever ends the line that runs.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  const { openCopy } = await import('../agent/open-copy.ts')
  const { plain, close } = await openCopy(copy.location, Buffer.from(copy.key, 'base64'), copy.id, copy.plain)
  try {
    process.exitCode = run(lineFor({ ...copy, line }, plain), into)
  } finally {
    await close()
  }
  if (process.exitCode === 0) await tell(() => api.post(`${path}/put-back`, { into: into ?? copy.covers.join(', ') }))
}

const needsUrl = ({ line }: Opened): boolean => / <url>(?= |$)/.test(line)

function overOthers(line: string): string {
  if (!line.startsWith('fireline restore-rows ')) throw new Error('Only rows that were saved know --over.')
  return `${line} --over`
}

/** The driver's own line, with where the copy lies now. The address stays out of it: it is no text for a shell. */
function lineFor(copy: Opened, plain: string): string {
  const line = copy.line.replaceAll(inQuotes(copy.plain), inQuotes(plain))
  return needsUrl(copy) ? line.replaceAll(/ <url>(?= |$)/g, ' "$FIRELINE_INTO"') : line
}

const inQuotes = (text: string): string => text.replaceAll("'", `'\\''`)

/** `fireline` in a line is this very program. */
function run(line: string, into: string | undefined): number {
  process.stderr.write(`Runs: ${oneLine(line)}\n`)
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? ''].map(word => `'${inQuotes(word)}'`)
  const script = `fireline() { ${self.join(' ')} "$@"; }\n${line}`
  const env = { ...process.env, ...(into && { FIRELINE_INTO: into }) }
  const { status, signal } = spawnSync('/bin/sh', ['-c', script], { stdio: 'inherit', env })
  return status ?? 128 + constants.signals[signal ?? 'SIGKILL']
}

/** The copy is back; that nobody could be told changes nothing of it. */
async function tell(say: () => Promise<unknown>): Promise<void> {
  await say().catch((error: unknown) => {
    process.stderr.write(`It is back, but Fireline was not told: ${oneLine(String(error))}\n`)
  })
}
