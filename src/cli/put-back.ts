import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { client } from '../api/client.ts'
import { type Opened, readKey, saveKey } from './copy-key.ts'
import { type Counts, countsVariable, readCounts } from './counts.ts'
import { oneLine } from './which-incident.ts'

export function putBackCommand(program: Command): void {
  program
    .command('put-back')
    .description('Open a sealed copy and put it back where its incident says.')
    .argument('[copy]', 'its name, as the incident shows it; none with --key-file')
    .option('--into <url>', 'for a database: where to; its password may come from PGPASSWORD or MYSQL_PWD')
    .option('--over', 'of saved rows: also write over what others wrote into them since')
    .option('--look', 'show the line that would run, and open nothing')
    .option('--save-key <file>', 'write what opens it into a new file, for a safe place, and open nothing')
    .option('--key-file <file>', 'open it by such a file, also while Fireline is away')
    .option('--from <file>', 'where the sealed copy lies now, if it was moved')
    .addHelpText(
      'after',
      `
Runs on the host of Fireline that took the copy, as the user that Fireline runs as. Not one byte is used of a copy that is cut or
altered. What is opened lies beside the copy, for its owner alone, and is removed at the end.

Examples:
  fireline put-back 0199a3c2-6f0e-7000-8000-00000000b001 --into postgres://shop@db-1/shop_restored
  fireline put-back 0199a3c2-6f0e-7000-8000-00000000b002
  fireline put-back 0199a3c2-6f0e-7000-8000-00000000b001 --save-key /mnt/safe/shop.key
  fireline put-back --key-file /mnt/safe/shop.key --from /mnt/safe/copy.sealed --into postgres://shop@db-1/shop_restored`,
    )
    .action(putBack)
}

interface Options {
  into?: string
  over?: true
  look?: true
  saveKey?: string
  keyFile?: string
  from?: string
}

async function putBack(
  name: string | undefined,
  { into, over, look, saveKey: to, keyFile, from }: Options,
): Promise<void> {
  const copy = keyFile === undefined ? await fetchKey(name) : await readKey(keyFile)
  if (to !== undefined) return saveKey(to, copy)
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
  const key = Buffer.from(copy.key, 'base64')
  const { plain, close } = await openCopy(from ?? copy.location, key, copy.id, copy.plain)
  const counts = join(dirname(plain), 'counts')
  let put: Counts | undefined
  try {
    process.exitCode = run(lineFor({ ...copy, line }, plain), into, counts)
    put = await readCounts(counts)
  } finally {
    await close()
  }
  if (process.exitCode === 0) await tell(copy.id, { into: into ?? copy.covers.join(', '), ...put })
}

async function fetchKey(name: string | undefined): Promise<Opened> {
  if (name === undefined) throw new Error('Say which copy, or name its key with --key-file.')
  return client().post<Opened>(`/api/v1/copies/${encodeURIComponent(name)}/open`)
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
function run(line: string, into: string | undefined, counts: string): number {
  process.stderr.write(`Runs: ${oneLine(line)}\n`)
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? ''].map(word => `'${inQuotes(word)}'`)
  const script = `fireline() { ${self.join(' ')} "$@"; }\n${line}`
  const env = { ...process.env, [countsVariable]: counts, ...(into && { FIRELINE_INTO: into }) }
  const { status, signal } = spawnSync('/bin/sh', ['-c', script], { stdio: 'inherit', env })
  return status ?? 128 + constants.signals[signal ?? 'SIGKILL']
}

/** The copy is back; that nobody could be told changes nothing of it. */
async function tell(copy: string, put: { into: string } & Partial<Counts>): Promise<void> {
  try {
    await client().post(`/api/v1/copies/${encodeURIComponent(copy)}/put-back`, put)
  } catch (error) {
    process.stderr.write(`It is back, but Fireline was not told: ${oneLine(String(error))}\n`)
  }
}
