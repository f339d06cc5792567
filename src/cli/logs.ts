import { spawn } from 'node:child_process'
import { hostname, userInfo } from 'node:os'
import type { Command } from 'commander'
import { keptOutput } from '../agent/kept-output.ts'
import { client } from '../api/client.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { readWindow, type WindowReader } from '../logs/window.ts'
import { quoted } from './attach.ts'
import { lengthOf } from './length-of.ts'
import { whichIncident } from './which-incident.ts'
import { offsetMinutesOf } from './zone-offset.ts'

const most = 400 * 1024
const mostLine = 64 * 1024

interface Options {
  incident?: string
  via?: string
  around: string
  from?: string
  to?: string
  zone: string
  json?: boolean
}

export function logsCommand(program: Command): void {
  program
    .command('logs')
    .description(
      'Keep the lines of a log around the onset as evidence. Nothing is installed anywhere: your own ssh fetches them.',
    )
    .argument(
      '<words...>',
      'with --via: the host, then after -- the command that prints the log; else the command alone',
    )
    .option(
      '--via <program>',
      'how the host is reached: ssh, or "ssh -J bastion"; `agent` asks the agent of the host for a log that it names',
    )
    .option('--around <time>', 'how far before and after the onset', '15m')
    .option('--from <time>', 'RFC 3339, instead')
    .option('--to <time>', 'RFC 3339, instead')
    .option('--zone <offset>', 'of times that say none, like +02:00', '+00:00')
    .option('--incident <name>', 'INC-12; otherwise the one that is open')
    .option('--json', 'print the entries')
    .addHelpText(
      'after',
      `
Examples:
  fireline logs --via ssh db-1 -- journalctl -u postgresql --since -2h
  fireline logs --via "ssh -J bastion" web-1 --around 5m -- cat /var/log/nginx/error.log
  fireline logs -- kubectl logs deploy/shop --since=2h --timestamps
  fireline logs --via agent db-1 -- shop`,
    )
    .action(logs)
}

async function logs(words: string[], options: Options): Promise<void> {
  const api = client()
  const is = await whichIncident(api, options.incident)
  const window = windowOf(is, options)
  const entries =
    options.via === 'agent' ? await byAgent(is, words, window) : await byCommand(is, words, options, window)
  if (options.json) process.stdout.write(`${JSON.stringify({ entries })}\n`)
  for (const entry of options.json ? [] : entries)
    if (entry.type === 'EvidenceAdded')
      process.stdout.write(
        `${entry.data.ref} kept, ${entry.data.bytes} bytes, sha256 ${entry.data.digest.slice(0, 12)}\n`,
      )
}

type Window = { from: string; to: string; offsetMinutes: number }

function windowOf({ startedAt, openedAt }: Incident, { around, from, to, zone }: Options): Window {
  const onset = Date.parse(startedAt || openedAt)
  const ms = lengthOf(around, '--around')
  const offsetMinutes = offsetMinutesOf(zone)
  const at = (said: string | undefined, otherwise: number): string => {
    const time = said === undefined ? otherwise : Date.parse(said)
    if (Number.isNaN(time)) throw new Error(`${said} is no time: write it like 2026-11-28T09:20:00Z.`)
    return new Date(time).toISOString()
  }
  return { from: at(from, onset - ms), to: at(to, onset + ms), offsetMinutes }
}

async function byAgent(is: Incident, [host, log]: string[], { from, to }: Window): Promise<Entry[]> {
  if (!host || !log) throw new Error('Name the host and one of its logs: fireline logs --via agent db-1 -- shop')
  const path = `/api/v1/incidents/${is.id}/hosts/${encodeURIComponent(host)}/look`
  return (await client().post<{ entries: Entry[] }>(path, { log, from, to })).entries
}

async function byCommand(is: Incident, words: string[], { via }: Options, window: Window): Promise<Entry[]> {
  const { argv, host, command } = lineOf(words, via)
  const read = await fetchLines(argv, readWindow(window))
  if (read.lines === 0 && read.exitCode !== 0)
    throw new Error(`${argv[0]} printed nothing and ended with ${read.exitCode}: nothing is kept.`)
  const source = host ?? `${userInfo().username}@${hostname()}`
  const says = saysOf(read, window)
  const body = {
    source,
    kind: 'command',
    command: command.slice(0, 4_000),
    exitCode: read.exitCode,
    from: window.from,
    to: window.to,
    text: `${says}\n\n${read.text}`,
  }
  return (await client().post<{ entries: Entry[] }>(`/api/v1/incidents/${is.id}/add-evidence`, body)).entries
}

/** Words for the shell on the other side are quoted, so that they arrive as they were written here. */
function lineOf(words: string[], via: string | undefined): { argv: string[]; host?: string; command: string } {
  if (via === undefined) return { argv: words, command: words.map(quoted).join(' ') }
  const [host = '', ...command] = words
  if (host.startsWith('-') || command.length === 0)
    throw new Error('Name the host, then the command after --: fireline logs --via ssh db-1 -- journalctl -u shop')
  const there = command.map(quoted).join(' ')
  return { argv: [...via.trim().split(/\s+/), '--', host, there], host, command: `${via} ${host} -- ${there}` }
}

interface Fetched {
  text: string
  exitCode: number
  lines: number
  within: number
  dated: number
}

/** Runs it without a shell of ours; of what it prints the lines of the window are kept, or all where no line says its time. */
function fetchLines([program = '', ...args]: string[], window: WindowReader): Promise<Fetched> {
  const [within, all] = [keptOutput(most), keptOutput(most)]
  const count = { lines: 0, within: 0 }
  let rest = ''
  const take = (line: string) => {
    count.lines++
    const bytes = Buffer.from(`${line}\n`)
    all.add(bytes)
    if (!window.holds(line)) return
    count.within++
    within.add(bytes)
  }
  const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'inherit'] })
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > mostLine) {
      lines.push(rest)
      rest = ''
    }
    lines.forEach(take)
  })
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(new Error(`${program} cannot be run: ${error.message}`)))
    child.on('close', code => {
      if (rest !== '') take(rest)
      const dated = window.dated()
      const text = (dated === 0 ? all : within).text()
      resolve({ ...count, dated, exitCode: code ?? -1, text })
    })
  })
}

function saysOf({ lines, within, dated }: Fetched, { from, to }: Window): string {
  if (lines === 0) return 'It printed nothing.'
  if (dated === 0) return `No line says its time: all ${lines} lines, as they came.`
  return `${within} of ${lines} lines, from ${from} to ${to}.`
}
