import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'

/** What draws a terminal; the size is the operator's, a smaller window scrolls. */
export interface Screen {
  replace(cols: number, rows: number, data: string): void
  write(data: string): void
  resize(cols: number, rows: number): void
  /** Mine: a full cursor and keys. Watched: a hollow one, and no keys. */
  mine(isMine: boolean): void
  close(): void
}

const theme = {
  background: '#090d12',
  foreground: '#d8e0e8',
  cursor: '#d8e0e8',
  cursorAccent: '#090d12',
  selectionBackground: '#24384f',
}

export function openScreen(box: HTMLElement, onKeys: (data: string) => void): Screen {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 13,
    lineHeight: 1.2,
    scrollback: 5_000,
    theme,
    screenReaderMode: true,
    disableStdin: true,
    cursorInactiveStyle: 'outline',
    allowProposedApi: false,
  })
  terminal.open(box)
  terminal.onData(onKeys)
  // F6 leaves the terminal: everything else belongs to the program in it.
  terminal.attachCustomKeyEventHandler(event => {
    if (event.key !== 'F6') return true
    terminal.blur()
    return false
  })
  return {
    replace(cols, rows, data) {
      terminal.reset()
      terminal.resize(cols, rows)
      terminal.write(data)
    },
    write: data => terminal.write(data),
    resize: (cols, rows) => terminal.resize(cols, rows),
    mine(isMine) {
      terminal.options.disableStdin = !isMine
      terminal.options.cursorBlink = false
      terminal.options.cursorStyle = 'block'
      if (isMine) terminal.focus()
      else terminal.blur()
    },
    close: () => terminal.dispose(),
  }
}
