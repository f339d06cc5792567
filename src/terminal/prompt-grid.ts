import type { Piece } from './escapes.ts'

/** A few rows of a screen, from the prompt on. */
export interface PromptGrid {
  /** What is typed begins here. */
  begin(): void
  /** `whole`: every movement counts; else only the column where the next prompt will begin is kept. */
  heard(piece: Piece, whole: boolean): void
  line(): string | undefined
}

interface Cell {
  char: string
  /** Drawn in the grey of what a shell proposes: not typed. */
  isProposed: boolean
}

const esc = String.fromCharCode(0x1b)
const csi = new RegExp(`^(?:${esc}\\[|\\u009b)([?>]?)([\\d;]*)([@-~])$`)
/** The greys in which shells propose the rest of a line: bright black, and the same out of 256 or all colours. */
const grey = /^(?:90|38;5;(?:8|59|102|23[5-9]|24\d)|38;2;(\d+);\1;\1)$/
/** Reads no further than that: what is longer is not typed by anybody. */
const mostRows = 200
const historySearch = /^\((?:failed )?(?:reverse-|fwd-)?i-search\)`.*?': ([\s\S]*)$/

/** `columns` are those of the terminal now: a line that is drawn while they change is not understood. */
export function promptGrid(columns: () => number): PromptGrid {
  let cols = columns()
  let rows: Cell[][] = [[]]
  /** Rows that go on the one above, without a newline. */
  let wrapped = new Set<number>()
  let row = 0
  let col = 0
  let start = { row: 0, col: 0 }
  let isProposed = false
  let lost = false

  const cellsOf = (at: number): Cell[] => (rows[at] ??= [])
  const put = (char: string) => {
    if (col >= cols) {
      row += 1
      col = 0
      wrapped.add(row)
    }
    const cells = cellsOf(row)
    while (cells.length < col) cells.push({ char: ' ', isProposed: false })
    cells[col] = { char, isProposed }
    col += 1
    if (isWide(char)) cells[col++] = { char: '', isProposed }
  }
  const text = (said: string) => {
    for (const char of said) {
      if (char === '\r') col = 0
      else if (char === '\n') {
        // To a row that is there already it is a movement; a new one is a newline.
        row += 1
        if (!rows[row]) wrapped.delete(row)
      } else if (char === '\b') col = Math.max(0, Math.min(col, cols) - 1)
      else if (char === '\t') lost = true
      else if (char >= ' ' && !/\p{M}/u.test(char)) put(char)
    }
    lost ||= row >= mostRows
  }
  const clearAfter = () => {
    cellsOf(row).length = Math.min(cellsOf(row).length, col)
    rows.length = row + 1
  }
  const blank = (from: number, to: number) => {
    const cells = cellsOf(row)
    for (let at = from; at < Math.min(to, cells.length); at++) cells[at] = { char: ' ', isProposed: false }
  }
  const moveBy: Record<string, (n: number, args: string) => void> = {
    A: n => (row = Math.max(0, row - n)),
    B: n => (row += n),
    C: n => (col = Math.min(cols - 1, col + n)),
    D: n => (col = Math.max(0, Math.min(col, cols - 1) - n)),
    G: n => (col = Math.min(cols, n) - 1),
    J: (_, args) => (args === '' || args === '0' ? clearAfter() : (lost = true)),
    K: (_, args) => {
      if (args === '' || args === '0') cellsOf(row).length = Math.min(cellsOf(row).length, col)
      else blank(0, args === '2' ? cellsOf(row).length : col + 1)
    },
    P: n => cellsOf(row).splice(col, n),
    '@': n =>
      cellsOf(row).splice(
        col,
        0,
        ...Array.from({ length: Math.min(n, cols) }, () => ({ char: ' ', isProposed: false })),
      ),
    X: n => blank(col, col + n),
    m: (_, args) => (isProposed = grey.test(args)),
  }
  const sequence = (said: string) => {
    const [, mode, args = '', end = ''] = csi.exec(said) ?? []
    if (mode === '?' || mode === '>' || end === 'n' || end === 'c' || end === 'q') return
    const move = moveBy[end]
    if (move) move(Math.max(1, Number(args.split(';')[0]) || 1), args)
    else lost = true
  }
  const rowText = (at: number, from: number) =>
    cellsOf(at)
      .slice(from)
      .map(cell => (cell.isProposed ? '' : cell.char))
      .join('')

  return {
    begin() {
      // Far down after a long session: the rows above are nobody's any more.
      rows = [cellsOf(row).slice(0, col)]
      row = 0
      start = { row: 0, col: Math.min(col, cols) }
      wrapped = new Set()
      lost = false
      isProposed = false
    },
    heard(piece, whole) {
      if (cols !== columns()) lost = true
      cols = columns()
      if (whole && piece.kind === 'text') text(piece.text)
      if (whole && piece.kind === 'csi') sequence(piece.text)
      if (whole && piece.kind === 'escape' && /[MDEc78]$/.test(piece.text)) lost = true
      if (whole || piece.kind !== 'text') return
      const end = Math.max(piece.text.lastIndexOf('\n'), piece.text.lastIndexOf('\r'))
      col = Math.min(cols, end < 0 ? col + piece.text.length : piece.text.length - end - 1)
      rows = [[]]
      row = 0
    },
    line() {
      if (lost) return undefined
      const search = historySearch.exec(rowText(start.row, 0))
      if (search) return search[1]
      let said = rowText(start.row, start.col)
      for (let at = start.row + 1; at < rows.length && (at <= row || wrapped.has(at)); at++)
        said += wrapped.has(at) ? rowText(at, 0) : `\n${rowText(at, 0)}`
      return said.trimEnd()
    },
  }
}

/** Characters that take two columns, near enough for where a line wraps. */
const isWide = (char: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
    char,
  )
