import type { Piece } from './escapes.ts'
import type { MarkedAt, Nonces, Told } from './marks.ts'
import { promptGrid } from './prompt-grid.ts'
import { type PromptOnScreen, promptOnScreen } from './prompt-on-screen.ts'
import { hostBehind } from './ssh-words.ts'

/**
 * Commands as the screen shows them, where no marks tell: behind an ssh without them, in `psql`, on a router. A line counts when a
 * prompt was seen to wait, somebody pressed Enter there, and its row ended. It is over when a prompt of that kind waits again, or
 * the shell around it is back; how it ended is not seen, and never said. What was typed ahead of a prompt is missed.
 */
export interface ScreenCommands {
  /** Keys that are let in. */
  typed(data: string): void
  heard(piece: Piece, now: () => MarkedAt): Told[]
}

/** Ends what it stands in, and is no work. */
const leaves = /^(?:exit|quit|logout|\\q|bye|end)\b/

export function screenCommands({ nonce, nested }: Nonces, cols: () => number): ScreenCommands {
  const grid = promptGrid(cols)
  let isTold = false
  let isFullScreen = false
  let behind: string | undefined
  let line = ''
  let waiting: PromptOnScreen | undefined
  let isEntered = false
  let running: { command: string; kind: number; from: MarkedAt } | undefined
  grid.begin()

  const over = (now: MarkedAt): Told[] => {
    if (!running) return []
    const { command, from } = running
    running = undefined
    const who = { ...(from.person && { person: from.person }), ...(behind !== undefined && { host: behind }) }
    const durationMs = Math.max(0, Math.round(now.ms - from.ms))
    const startedAt = from.at.toISOString()
    return [{ ran: { command, ...who, from: 'screen', startedAt, durationMs, offset: from.offset } }]
  }
  const rowEnds = (now: () => MarkedAt): Told[] => {
    const typed = isEntered && waiting ? promptOnScreen(grid.line() ?? '') : undefined
    const isCommand = typed?.kind === waiting?.kind && typed !== undefined
    isEntered = false
    waiting = undefined
    const said = typed?.line ?? ''
    if (!isCommand || said.trim() === '' || said.startsWith(' ') || leaves.test(said)) return []
    const at = now()
    const before = over(at)
    running = { command: said.slice(0, 8_000), kind: typed.kind, from: at }
    return [...before, { started: running.command }]
  }
  const rowGoesOn = (text: string, now: () => MarkedAt): Told[] => {
    if (text !== '') grid.heard({ kind: 'text', text }, true)
    const row = waiting && isEntered ? undefined : grid.line()
    const seen = row === undefined || row.length > 300 ? undefined : promptOnScreen(row)
    if (seen?.line !== '') return []
    waiting = seen
    return running?.kind === seen.kind ? over(now()) : []
  }
  const begin = () => {
    grid.heard({ kind: 'text', text: '\r' }, true)
    grid.begin()
  }
  const text = (said: string, now: () => MarkedAt): Told[] => {
    const first = said.indexOf('\n')
    if (first < 0) return rowGoesOn(said, now)
    if (isEntered) grid.heard({ kind: 'text', text: said.slice(0, first) }, true)
    const ended = rowEnds(now)
    begin()
    return [...ended, ...rowGoesOn(said.slice(said.lastIndexOf('\n') + 1), now)]
  }
  /** Marks tell what stands at a prompt of their own; within what runs there the screen is read. */
  const mark = (body: string, now: () => MarkedAt): Told[] => {
    const parts = body.split(';')
    const isOwn = parts.at(-1) === nonce
    if (!isOwn && (nested === undefined || parts.at(-1) !== nested)) return []
    isTold = parts[1] !== 'C'
    isEntered = false
    waiting = undefined
    if (isOwn && parts[1] === 'E') line = parts.slice(2, -1).join(';')
    const ended = over(now())
    behind = isOwn && parts[1] === 'C' ? hostBehind(line.trim().split(/\s+/)) : behind
    return ended
  }
  return {
    typed(data) {
      if (waiting && !isTold && /[\r\n]/.test(data)) isEntered = true
    },
    heard(piece, now) {
      if (piece.kind === 'osc') return piece.body.startsWith('633;') ? mark(piece.body, now) : []
      const screen = piece.kind === 'csi' ? /\[\?(?:1049|1047|47)([hl])$/.exec(piece.text)?.[1] : undefined
      if (screen) isFullScreen = screen === 'h'
      if (isTold || isFullScreen) return []
      if (piece.kind === 'text') return text(piece.text, now)
      grid.heard(piece, true)
      return []
    },
  }
}
