import type { ServerResponse } from 'node:http'
import type { LiveTerminal } from '../hosts/live-terminal.ts'

const lookAgainMs = 2_000
const drawAgainMs = 100
const inverse = ['\u001b[7m', '\u001b[0m'] as const
/** Nothing wraps, and no cursor invites to type. */
const begin = '\u001bc\u001b[?7l\u001b[?25l'

/** Somebody who only looks, in a terminal of their own. */
export interface Looker {
  number: number
  rows: number
  cols: number
  /** They wanted a shell, and got this. */
  isHeld: boolean
}

/**
 * A terminal for somebody who only looks, in their own size: first who types and what their own keys do, which stays in sight, then the rows around
 * the end of the screen, as plain text. It ends with the terminal, or when `goesOn` says so.
 */
export function watchAsText(
  terminal: LiveTerminal,
  looker: Looker,
  out: ServerResponse,
  goesOn: () => Promise<boolean>,
): void {
  const kept = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  out.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', ...kept })
  out.write(begin)
  let drawn = ''
  const draw = async () => {
    const page = pageOf(await terminal.screen.text(), terminal.keyboard().name, looker)
    // Who is slow gets the screen of later.
    if (page === drawn || out.writableNeedDrain || out.writableEnded) return
    drawn = page
    out.write(page)
  }
  const look = () => goesOn().then(still => !still && end(), end)
  const timers = [
    setInterval(() => void draw().catch(() => {}), drawAgainMs),
    setInterval(() => void look(), lookAgainMs),
  ]
  const end = () => {
    timers.forEach(clearInterval)
    out.end()
  }
  terminal.happenings.on('ended', end)
  out.on('close', () => {
    timers.forEach(clearInterval)
    terminal.happenings.off('ended', end)
  })
  void draw().catch(() => {})
}

/** The whole of their terminal, from its first row to its last. */
export function pageOf(screen: string, holder: string | undefined, { number, rows, cols, isHeld }: Looker): string {
  const keys = isHeld ? '[b] go in all the same  [q] leave' : '[q] back'
  const head = inLines(`INC-${number}: you watch, ${plain(holder ?? 'nobody')} types. ${keys}`, cols)
  const lines = screen.trimEnd().split('\n')
  const shown = lines.slice(-Math.max(1, rows - head.length)).map(line => line.slice(0, cols).toWellFormed())
  const all = [...head.map(line => inverse.join(line.padEnd(cols))), ...shown]
  return `\u001b[H${all.map(line => `${line}\u001b[K`).join('\r\n')}\u001b[J`
}

const plain = (name: string): string => name.replace(/[\p{C}\u2028\u2029]+/gu, ' ')

/** Words stay whole. */
function inLines(text: string, cols: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + 1 + word.length > cols) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.map(line => line.slice(0, cols))
}
