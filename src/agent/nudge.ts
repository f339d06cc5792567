import type { Piece } from '../terminal/escapes.ts'

/**
 * A full-screen program draws only what changes. Where something of its screen was left out, or a screen began in its middle, it is
 * made to draw all of it: its window is one row lower for a moment. That is done next to the shell, which alone has the window.
 */
export interface Nudge {
  /** Whether a program has the whole screen, by what it prints. */
  heard(piece: Piece): void
  /** Nothing where no program has the whole screen; else at most once a second. */
  wanted(): void
  /** The size is as it was, now. */
  settle(): void
  end(): void
}

interface Window {
  readonly cols: number
  readonly rows: number
  resize(cols: number, rows: number): void
}

const onceInMs = 1_000
/** Long enough for a program to see it: two sizes that follow each other at once may be none. */
const lowerMs = 60

/** `note` says in the recording that it was done. */
export function nudge(window: Window, note: () => void, ms: () => number = () => performance.now()): Nudge {
  let isFullScreen = false
  let lastMs = Number.NEGATIVE_INFINITY
  let waiting: NodeJS.Timeout | undefined
  let lower: { back: NodeJS.Timeout; rows: number } | undefined
  const settle = () => {
    if (!lower) return
    clearTimeout(lower.back)
    window.resize(window.cols, lower.rows)
    lower = undefined
  }
  const wanted = () => {
    if (!isFullScreen || waiting || window.rows < 2) return
    const leftMs = lastMs + onceInMs - ms()
    if (leftMs > 0) {
      waiting = setTimeout(again, leftMs)
      return
    }
    lastMs = ms()
    lower = { back: setTimeout(settle, lowerMs), rows: window.rows }
    note()
    window.resize(window.cols, window.rows - 1)
  }
  const again = () => {
    waiting = undefined
    wanted()
  }
  return {
    heard(piece) {
      isFullScreen = fullScreen(piece) ?? isFullScreen
    },
    wanted,
    settle,
    end() {
      clearTimeout(waiting)
      clearTimeout(lower?.back)
      isFullScreen = false
    },
  }
}

const other = ['47', '1047', '1049']

function fullScreen({ kind, text }: Piece): boolean | undefined {
  if (kind === 'escape' && text.endsWith('c')) return false
  const [, modes = '', what] = (kind === 'csi' && /\[\?([\d;]+)([hl])$/.exec(text)) || []
  return modes.split(';').some(mode => other.includes(mode)) ? what === 'h' : undefined
}
