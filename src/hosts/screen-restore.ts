import type headless from '@xterm/headless'
import { insidesOf, letterOf, type Parsed } from './screen-insides.ts'
import { cellAt, goesOn, pen, rowOf } from './screen-rows.ts'

const esc = '\u001b'
const at = (row: number, col: number) => `${esc}[${row + 1};${col + 1}H`

/**
 * What makes a fresh terminal of the same size show what this one shows, and go on as this one would: rows and what scrolled
 * away, both screens, margins, tab stops, character sets, the saved cursor, modes, the pen and where it stands. Rows are
 * placed one by one, so nothing depends on how a program came there.
 */
export function restored(terminal: Parsed): string {
  const { normal, alternate, active } = terminal.buffer
  const { buffer, buffers } = insidesOf(terminal)
  // A line feed that also returns is a setting that a reset leaves as it is.
  const first = `${esc}[20l${scrolledAway(normal, terminal)}${rows(normal, terminal)}`
  const normalHas = kept(buffers.normal, terminal)
  if (active.type === 'normal') return first + normalHas + goOn(terminal)
  return `${first}${normalHas}${esc}[?1047h${rows(alternate, terminal)}${kept(buffer, terminal)}${goOn(terminal)}`
}

function scrolledAway(buffer: headless.IBuffer, { rows, cols }: Parsed): string {
  if (buffer.baseY === 0) return ''
  const lines = Array.from({ length: buffer.baseY }, (_, y) => {
    const line = lineAt(buffer, y)
    const isLast = y === buffer.baseY - 1
    return rowOf(line, cols) + (!isLast && goesOn(line, buffer.getLine(y + 1), cols) ? '' : '\r\n')
  })
  return `${esc}[H${lines.join('')}${'\n'.repeat(rows - 1)}`
}

function rows(buffer: headless.IBuffer, { rows, cols }: Parsed): string {
  let isGoingOn = false
  const drawn = Array.from({ length: rows }, (_, y) => {
    const line = lineAt(buffer, buffer.baseY + y)
    const text = rowOf(line, cols)
    const placed = isGoingOn || text === '' ? text : at(y, 0) + text
    isGoingOn = y < rows - 1 && goesOn(line, buffer.getLine(buffer.baseY + y + 1), cols)
    return placed
  })
  return drawn.join('')
}

type Inside = ReturnType<typeof insidesOf>['buffer']

/** What each of the two screens has of its own: tab stops, margins, and the cursor that was saved. */
function kept(inside: Inside, { rows, cols }: Parsed): string {
  const { scrollTop, scrollBottom, savedX, savedCurAttrData, savedCharset } = inside
  const savedY = Math.max(0, inside.savedY - inside.ybase)
  const stops = Array.from({ length: cols }, (_, col) => col).filter(col => inside.tabs[col])
  const isUsual = stops.join() === Array.from({ length: Math.ceil(cols / 8) }, (_, n) => n * 8).join()
  const tabs = isUsual ? '' : `${esc}[3g${stops.map(col => `${at(0, col)}${esc}H`).join('')}`
  const isWhole = scrollTop === 0 && scrollBottom === rows - 1
  const margins = isWhole ? `${esc}[r` : `${esc}[${scrollTop + 1};${scrollBottom + 1}r`
  const letter = letterOf(savedCharset)
  const set = letter === 'B' ? '' : `${esc}(${letter}`
  const saved = `${at(savedY, Math.min(savedX, cols - 1))}${pen(savedCurAttrData)}${set}${esc}7${esc}[m${set && `${esc}(B`}`
  return `${tabs}${margins}${savedX > 0 || savedY > 0 || pen(savedCurAttrData) || set ? saved : ''}`
}

/** Last, for these change what drawing means: where the cursor stands, how it draws, and the modes. */
function goOn(terminal: Parsed): string {
  const { modes, options } = terminal
  const { buffer, pen: drawing, isCursorHidden, cursor, encoding } = insidesOf(terminal)
  const first = modes.originMode ? buffer.scrollTop : 0
  const on: [boolean, string][] = [
    [modes.insertMode, '[4h'],
    [options.convertEol === true, '[20h'],
    [!modes.wraparoundMode, '[?7l'],
    [modes.applicationCursorKeysMode, '[?1h'],
    [modes.applicationKeypadMode, '='],
    [modes.bracketedPasteMode, '[?2004h'],
    [modes.sendFocusMode, '[?1004h'],
    [modes.reverseWraparoundMode, '[?45h'],
    [modes.mouseTrackingMode !== 'none', `[?${mouse[modes.mouseTrackingMode]}h`],
    [encoding === 'SGR', '[?1006h'],
    [encoding === 'SGR_PIXELS', '[?1016h'],
    [isCursorHidden, '[?25l'],
    [cursor.cursorStyle !== undefined, `[${styleOf(cursor)} q`],
  ]
  const origin = modes.originMode ? `${esc}[?6h` : ''
  const said = on.filter(([isOn]) => isOn).map(([, sequence]) => esc + sequence)
  return origin + cursorAt(terminal, first) + pen(drawing) + charsets(terminal) + said.join('')
}

const mouse = { none: 0, x10: 9, vt200: 1000, drag: 1002, any: 1003 }

const styleOf = ({ cursorStyle, cursorBlink }: { cursorStyle?: string; cursorBlink?: boolean }): number =>
  ({ block: 2, underline: 4, bar: 6 })[cursorStyle ?? 'block']! - (cursorBlink ? 1 : 0)

/** After a row's last cell the cursor waits beyond it, and only that cell, drawn again, brings one there. */
function cursorAt({ buffer: { active }, cols }: Parsed, firstRow: number): string {
  const { cursorX, cursorY, baseY } = active
  const row = Math.max(0, cursorY - firstRow)
  if (cursorX < cols) return at(row, cursorX)
  const line = lineAt(active, baseY + cursorY)
  const last = cellAt(line, cols - 1).getWidth() === 0 ? cols - 2 : cols - 1
  const cell = cellAt(line, last)
  return `${at(row, last)}${pen(cell)}${cell.getChars() || ' '}${esc}[m`
}

function charsets(terminal: Parsed): string {
  const { charset, level, sets } = insidesOf(terminal)
  const letters = [0, 1, 2, 3].map(n => letterOf(n === level ? charset : sets[n]))
  const designated = letters.map((letter, n) => (letter === 'B' ? '' : `${esc}${'()*+'[n]}${letter}`))
  return designated.join('') + ['', '\u000e', `${esc}n`, `${esc}o`][level]
}

const lineAt = (buffer: headless.IBuffer, y: number) => buffer.getLine(y) as headless.IBufferLine
