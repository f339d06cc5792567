import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import type { Cast, CastEvent } from '../../terminal/cast-events.ts'
import { theme } from '../room/terminal-screen.ts'

const atOnce = 1_000_000

/** Draws a recording as it was at any moment. */
export interface Player {
  /** The screen as it was so many ms after its beginning; of several wishes the last counts. */
  showAt(ms: number): void
  close(): void
}

/**
 * Forwards it writes what came since; backwards it begins anew, for only the whole of what was written makes exactly the
 * screen that the room saw. Nothing that is written answers: its terminal has no keys and no line to anywhere.
 */
export function openPlayer(box: HTMLElement, cast: Cast): Player {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 13,
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
  let next = 0
  let wanted = 0
  let isWriting = false
  const beginAnew = () => {
    terminal.write('\x1bc\x1b[3J', () => terminal.resize(cast.cols, cast.rows))
    next = 0
  }
  const writeOn = () => {
    if ((cast.events[next - 1]?.ms ?? 0) > wanted) beginAnew()
    let units = 0
    let event = cast.events[next]
    for (; event && event.ms <= wanted && units < atOnce; event = cast.events[++next]) units += write(terminal, event)
    isWriting = units >= atOnce
    // A long way is gone unseen: it would flicker past.
    box.dataset['busy'] = String(isWriting)
    // What xterm has not parsed yet it holds in memory, and drops beyond 50 MB: the rest follows when this is drawn.
    if (isWriting) terminal.write('', writeOn)
  }
  return {
    showAt(ms) {
      wanted = ms
      if (!isWriting) writeOn()
    },
    close: () => terminal.dispose(),
  }
}

/** How much was given to the terminal. */
function write(terminal: Terminal, event: CastEvent): number {
  if (event.kind === 'output') terminal.write(event.data)
  // Written, not called: what was written before is drawn first.
  if (event.kind === 'size') terminal.write('', () => terminal.resize(event.cols, event.rows))
  return event.kind === 'output' ? event.data.length : 1
}
