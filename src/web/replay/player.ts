import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { Cast, CastEvent } from '../../terminal/cast-events.ts'
import { letterbox, usualType } from '../room/letterbox.ts'
import { theme } from '../room/terminal-screen.ts'
import type { KeptScreen } from './kept-screens.ts'
import { bytesTo, eventsBy, eventsWithin, farBytes } from './seek.ts'

const atOnce = 1_000_000
/** On a long way a screen is asked for again: they are being made. */
const askAgainMs = 1_000

/** Draws a recording as it was at any moment. */
export interface Player {
  /** The screen as it was so many ms after its beginning; of several wishes the last counts. */
  showAt(ms: number): void
  close(): void
}

/** The last kept screen at this byte or before it. */
export type Near = (byte: number) => Promise<KeptScreen | undefined>

/**
 * Forwards it writes what came since; backwards it begins anew, for only the whole of what was written makes exactly the
 * screen that the room saw. Far away it begins with a screen that the server kept, which was made so. Nothing that is written
 * answers: its terminal has no keys and no line to anywhere.
 */
export function openPlayer(box: HTMLElement, cast: Cast, near: Near): Player {
  const terminal = newTerminal(box, cast)
  const view = letterbox(box, terminal)
  let next = 0
  let wanted = 0
  let askedMs = Number.NEGATIVE_INFINITY
  let isWriting = false
  let isClosed = false
  const clear = (cols: number, rows: number) =>
    // Written, not called: what was written before is drawn first, and must be gone as well.
    terminal.write('\x1bc\x1b[3J', () => terminal.resize(cols, rows))
  const beginAt = async (target: number) => {
    const far = bytesTo(cast, next, target)
    const kept = far > farBytes ? await near(cast.ends[target - 1] ?? 0) : undefined
    const from = kept ? eventsWithin(cast, kept.at) : 0
    if (kept && bytesTo(cast, from, target) < far) {
      clear(kept.cols, kept.rows)
      terminal.write(kept.data)
      next = from
    } else if (next > target) {
      clear(cast.cols, cast.rows)
      next = 0
    }
  }
  const busy = (isNow: boolean) => {
    isWriting = isNow
    // A long way is gone unseen: it would flicker past.
    box.dataset['busy'] = String(isNow)
  }
  const seek = async () => {
    busy(true)
    await beginAt(eventsBy(cast, wanted))
    askedMs = performance.now()
    if (!isClosed) writeOn()
  }
  const writeOn = () => {
    const target = eventsBy(cast, wanted)
    const isFar = bytesTo(cast, next, target) > farBytes && performance.now() - askedMs > askAgainMs
    if (next > target || isFar) {
      void seek()
      return
    }
    let units = 0
    for (; next < target && units < atOnce; next++) units += write(terminal, cast.events[next] as CastEvent)
    busy(next < target)
    if (!isWriting) terminal.write('', view.follow)
    // What xterm has not parsed yet it holds in memory, and drops beyond 50 MB: the rest follows when this is drawn.
    if (isWriting) terminal.write('', writeOn)
  }
  return {
    showAt(ms) {
      wanted = ms
      if (!isWriting) writeOn()
    },
    close() {
      isClosed = true
      view.close()
      terminal.dispose()
    },
  }
}

function newTerminal(box: HTMLElement, cast: Cast): Terminal {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: usualType,
    lineHeight: 1.2,
    scrollback: 5_000,
    theme,
    cols: cast.cols,
    rows: cast.rows,
    screenReaderMode: true,
    disableStdin: true,
    cursorInactiveStyle: 'outline',
  })
  terminal.open(box)
  // A cursor is drawn once the terminal had the focus, and nobody's is taken.
  terminal.textarea?.dispatchEvent(new FocusEvent('focus'))
  terminal.textarea?.dispatchEvent(new FocusEvent('blur'))
  // No key belongs to it: those of the page go on working.
  terminal.attachCustomKeyEventHandler(() => false)
  return terminal
}

/** How much was given to the terminal. */
function write(terminal: Terminal, event: CastEvent): number {
  if (event.kind === 'output') terminal.write(event.data)
  // Written, not called: what was written before is drawn first.
  if (event.kind === 'size') terminal.write('', () => terminal.resize(event.cols, event.rows))
  return event.kind === 'output' ? event.data.length : 1
}
