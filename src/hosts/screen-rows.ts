import type headless from '@xterm/headless'
import type { Looks } from './screen-insides.ts'

const esc = '\u001b'

/** SGR of a pen, from nothing. Colours by ECMA-48 and xterm's ctlseqs; `''` for a pen that changes nothing. */
export function pen(looks: Looks): string {
  const said = sgr(looks)
  return said === '' ? '' : `${esc}[${said}m`
}

function sgr(looks: Looks): string {
  const said: (string | number)[] = []
  if (looks.isBold()) said.push(1)
  if (looks.isDim()) said.push(2)
  if (looks.isItalic()) said.push(3)
  const underline = looks.getUnderlineStyle()
  if (underline > 0) said.push(underline === 1 ? 4 : `4:${underline}`)
  if (looks.isBlink()) said.push(5)
  if (looks.isInverse()) said.push(7)
  if (looks.isInvisible()) said.push(8)
  if (looks.isStrikethrough()) said.push(9)
  if (looks.isOverline()) said.push(53)
  if (looks.isFgRGB()) said.push(`38;2;${rgb(looks.getFgColor(), ';')}`)
  if (looks.isFgPalette()) said.push(ofPalette(3, looks.getFgColorMode(), looks.getFgColor()))
  said.push(...background(looks))
  if (looks.isUnderlineColorRGB()) said.push(`58:2::${rgb(looks.getUnderlineColor(), ':')}`)
  if (looks.isUnderlineColorPalette()) said.push(`58:5:${looks.getUnderlineColor()}`)
  return said.join(';')
}

function background(looks: Looks): string[] {
  if (looks.isBgRGB()) return [`48;2;${rgb(looks.getBgColor(), ';')}`]
  return looks.isBgPalette() ? [ofPalette(4, looks.getBgColorMode(), looks.getBgColor())] : []
}

/** The sixteen first colours have two names, and a bold one of the short name may be drawn brighter. */
function ofPalette(ground: 3 | 4, mode: number, color: number): string {
  const isShort = mode === 1 << 24
  if (!isShort) return `${ground}8;5;${color}`
  return color < 8 ? `${ground}${color}` : `${ground + 6}${color - 8}`
}

const rgb = (color: number, between: string) => [(color >> 16) & 255, (color >> 8) & 255, color & 255].join(between)

/** One row, from its first column on, with an ordinary pen before and after. */
export function rowOf(line: headless.IBufferLine, cols: number): string {
  const cell = cellAt(line, 0)
  const looksOf = looksReader()
  let row = ''
  let held = ''
  let erased = 0
  let erasedLooks = ''
  const hold = (looks: string) => {
    if (looks !== held) row += looks === '' ? `${esc}[m` : `${esc}[0;${looks}m`
    held = looks
  }
  const erase = (goesOn: boolean) => {
    if (erased > 0 && erasedLooks !== '') hold(erasedLooks)
    if (erased > 0 && erasedLooks !== '') row += `${esc}[${erased}X`
    if (erased > 0 && goesOn) row += `${esc}[${erased}C`
    erased = 0
  }
  for (let at = 0; at < cols; at += Math.max(1, cell.getWidth())) {
    line.getCell(at, cell)
    const looks = looksOf(cell)
    // What was erased is not the same as what is blank: it has a background alone, and is not part of the line.
    if (isErased(cell)) {
      if (looks !== erasedLooks) erase(true)
      erasedLooks = looks
      erased += 1
      continue
    }
    erase(true)
    hold(looks)
    row += cell.getChars() || ' '
  }
  erase(false)
  return held === '' ? row : `${row}${esc}[m`
}

type Cell = headless.IBufferCell & Looks

/** Neighbours mostly look the same. */
function looksReader(): (cell: Cell) => string {
  let was = { fg: -1, bg: -1, isErased: false, looks: '' }
  return cell => {
    const { fg, bg } = cell
    const erased = isErased(cell)
    const isSame = fg === was.fg && bg === was.bg && erased === was.isErased && !cell.hasExtendedAttrs()
    if (!isSame) was = { fg, bg, isErased: erased, looks: erased ? background(cell).join(';') : sgr(cell) }
    return was.looks
  }
}

/** A letter of two columns that finds one left leaves a cell that is empty and has all of the pen. */
const isErased = (cell: Cell) => cell.getChars() === '' && !cell.isInverse() && cell.getUnderlineStyle() === 0

/** Text that fills this row goes on by itself in the next, and may be folded anew when the terminal changes its width. */
export function goesOn(line: headless.IBufferLine, next: headless.IBufferLine | undefined, cols: number): boolean {
  if (!next?.isWrapped || cellAt(next, 0).getChars() === '') return false
  const last = cellAt(line, cols - 1)
  return last.getChars() !== '' || last.getWidth() === 0
}

export const cellAt = (line: headless.IBufferLine, col: number) => line.getCell(col) as Cell
