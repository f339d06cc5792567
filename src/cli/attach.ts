import { spawn } from 'node:child_process'
import { fstatSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import type { Command } from 'commander'
import { keptOutput } from '../agent/kept-output.ts'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import { whichIncident } from './which-incident.ts'

const most = 500 * 1024

interface Options {
  incident?: string
  source?: string
  json?: boolean
}

/** What is sent as evidence. */
interface Seen {
  kind: 'statement' | 'paste' | 'command'
  text: string
  command?: string
  exitCode?: number
  from?: string
  to?: string
}

export function attachCommand(program: Command): void {
  program
    .command('attach')
    .description('Keep what you see as evidence: what is piped in, or what a command prints.')
    .argument('<text>', 'what it shows, in a few words')
    .argument('[command...]', 'after --: run this, and keep what it prints with its exit code and times')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--source <name>', 'where it is from; otherwise you and this host')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  dmesg | tail -50 | fireline attach "the disk answers with errors"
  fireline attach "db answers in 2 ms" -- psql -c 'select 1'
  fireline attach "I dropped that index at 02:51"`,
    )
    .action(attach)
}

async function attach(says: string, command: string[], options: Options): Promise<void> {
  const api = client()
  const { id } = await whichIncident(api, options.incident)
  const { text, ...seen } = await look(command)
  const source = options.source ?? `${userInfo().username}@${hostname()}`
  const whole = text === '' ? says : `${says}\n\n${text}`
  const body = { source, ...seen, text: whole }
  const { entries } = await api.post<{ entries: Entry[] }>(`/api/v1/incidents/${id}/add-evidence`, body)
  if (options.json) process.stdout.write(`${JSON.stringify({ entries })}\n`)
  for (const entry of options.json ? [] : entries)
    if (entry.type === 'EvidenceAdded')
      process.stdout.write(
        `${entry.data.ref} kept, ${entry.data.bytes} bytes, sha256 ${entry.data.digest.slice(0, 12)}\n`,
      )
}

async function look(command: string[]): Promise<Seen> {
  if (command.length > 0) return run(command)
  if (!isPiped()) return { kind: 'statement', text: '' }
  const piped = keptOutput(most)
  for await (const chunk of process.stdin) piped.add(chunk as Buffer)
  const text = piped.text()
  return { kind: text === '' ? 'statement' : 'paste', text }
}

/** A pipe or a file; never a terminal or /dev/null, which have nothing to say. */
function isPiped(): boolean {
  try {
    const stat = fstatSync(0)
    return stat.isFIFO() || stat.isFile() || stat.isSocket()
  } catch {
    return false
  }
}

/** Runs it as it stands, without a shell; what it prints is shown, too. */
function run([program = '', ...args]: string[]): Promise<Seen> {
  const from = new Date().toISOString()
  const printed = keptOutput(most)
  const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed.add(chunk)
      process.stderr.write(chunk)
    })
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(new Error(`${program} cannot be run: ${error.message}`)))
    child.on('close', (code, signal) => {
      const ended = signal ? `\n(ended by ${signal})` : ''
      const line = [program, ...args].map(quoted).join(' ').slice(0, 4_000)
      const times = { from, to: new Date().toISOString() }
      resolve({ kind: 'command', text: printed.text() + ended, command: line, exitCode: code ?? -1, ...times })
    })
  })
}

/** A word as a shell would read it back. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
