import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { linesToAskAbout, textOfPaste } from '../../terminal/paste.ts'
import { letterbox, usualType } from './letterbox.ts'

/** What draws a terminal; the size is the operator's, a smaller window draws it smaller, or scrolls. */
export interface Screen {
  /** `offset` only grows: what comes with an older one is on the screen already. */
  replace(offset: number, cols: number, rows: number, data: string): void
  write(offset: number, data: string): void
  resize(cols: number, rows: number): void
  /** Mine: a full cursor and keys. Watched: a hollow one, and no keys. */
  mine(isMine: boolean): void
  focus(): void
  selection(): string
  close(): void
}

export const theme = {
  background: '#090d12',
  foreground: '#d8e0e8',
  cursor: '#d8e0e8',
  cursorAccent: '#090d12',
  selectionBackground: '#24384f',
}

/** What the screen tells its page. */
interface Heard {
  onKeys(data: string): void
  /** Lines in the clipboard that somebody has to see first; `paste` sends them. */
  onLines(lines: readonly string[], paste: () => void): void
  /** It is drawn up to here. */
  onShown(offset: number): void
}

const sayShownMs = 50
const sayShownBytes = 64 * 1024

export function openScreen(box: HTMLElement, { onKeys, onLines, onShown }: Heard): Screen {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: usualType,
    lineHeight: 1.2,
    scrollback: 5_000,
    theme,
    screenReaderMode: true,
    disableStdin: true,
    cursorInactiveStyle: 'outline',
    allowProposedApi: false,
  })
  terminal.open(box)
  let isMine = false
  const told = (type: 'focus' | 'blur') => terminal.textarea?.dispatchEvent(new FocusEvent(type))
  // A cursor is drawn once the terminal had the focus; who watches has to see where it stands without taking anybody's.
  told('focus')
  told('blur')
  // Who watches may click into it, to select: the cursor stays hollow, for no key goes there.
  terminal.textarea?.addEventListener('focus', () => {
    if (!isMine) told('blur')
  })
  terminal.onData(onKeys)
  // F6 leaves the terminal and Ctrl+Shift+E takes what is selected: everything else belongs to the program in it.
  terminal.attachCustomKeyEventHandler(
    event => event.key !== 'F6' && !(event.ctrlKey && event.shiftKey && event.code === 'KeyE'),
  )
  const paste = (event: ClipboardEvent) => {
    const text = textOfPaste(event.clipboardData?.getData('text/plain') ?? '')
    event.preventDefault()
    event.stopPropagation()
    const lines = linesToAskAbout(text, terminal.buffer.active.type === 'alternate')
    if (!isMine || text === '') return
    if (lines.length === 0) terminal.paste(text)
    else onLines(lines, () => terminal.paste(text))
  }
  // Before the terminal itself takes it.
  box.addEventListener('paste', paste, true)
  const shown = sayShown(onShown)
  let shownTo = -1
  const view = letterbox(box, terminal)
  const drawn = (offset: number) => {
    view.follow()
    shown.drawn(offset)
  }
  return {
    replace(offset, cols, rows, data) {
      shownTo = offset
      // Written, not called: what was written before is drawn first, and must be gone as well.
      terminal.write('\x1bc', () => terminal.resize(cols, rows))
      terminal.write(data, () => drawn(offset))
    },
    write(offset, data) {
      if (offset <= shownTo) return
      shownTo = offset
      terminal.write(data, () => drawn(offset))
    },
    // In its turn: what was printed before it was printed for the size before.
    resize: (cols, rows) => terminal.write('', () => terminal.resize(cols, rows)),
    mine(now) {
      isMine = now
      terminal.options.disableStdin = !now
      terminal.options.cursorBlink = false
      terminal.options.cursorStyle = 'block'
      // The focus stays: a word half typed when the keyboard goes must not become letters that the room hears.
      if (document.activeElement === terminal.textarea) told(now ? 'focus' : 'blur')
    },
    focus: () => terminal.focus(),
    selection: () => terminal.getSelection(),
    close() {
      shown.end()
      view.close()
      box.removeEventListener('paste', paste, true)
      terminal.dispose()
    },
  }
}

/** Said after 50 ms, or at once when much was drawn. */
function sayShown(say: (offset: number) => void) {
  let said = 0
  let drawnTo = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = () => {
    clearTimeout(timer)
    timer = undefined
    if (drawnTo > said) say(drawnTo)
    said = drawnTo
  }
  return {
    drawn(offset: number) {
      drawnTo = offset
      if (drawnTo - said >= sayShownBytes) now()
      else timer ??= setTimeout(now, sayShownMs)
    },
    end: () => clearTimeout(timer),
  }
}
