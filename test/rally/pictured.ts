import headless from '@xterm/headless'
import { restored } from '../../src/hosts/screen-restore.ts'

export type Terminal = headless.Terminal

export const openTerminal = (cols = 80, rows = 25): Terminal =>
  new headless.Terminal({ cols, rows, scrollback: 500, allowProposedApi: true, logLevel: 'off' })

export const shows = (terminal: Terminal, data: string): Promise<void> =>
  new Promise(resolve => terminal.write(data, resolve))

/** A terminal of somebody who comes now. */
export async function late(live: Terminal): Promise<Terminal> {
  const terminal = openTerminal(live.cols, live.rows)
  await shows(terminal, `\u001bc${restored(live)}`)
  return terminal
}

/** All that can be seen of it: each cell and its colours, the cursor, the modes; and what has scrolled away. */
export function pictured(terminal: Terminal): object {
  const { active, normal } = terminal.buffer
  const rows = Array.from({ length: terminal.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y)
    return Array.from({ length: terminal.cols }, (_, x) => looks(line?.getCell(x))).join('')
  })
  const { cursorX, cursorY, type } = active
  const above = Array.from({ length: normal.baseY }, (_, y) => normal.getLine(y)?.translateToString(true))
  return { rows, above, cursorX, cursorY, type, modes: terminal.modes }
}

/** Of an empty cell only its background can be seen, unless it is drawn inverted or underlined. */
function looks(cell: headless.IBufferCell | undefined): string {
  if (!cell || (cell.isAttributeDefault() && cell.getChars() === '')) return '·'
  if (cell.isAttributeDefault()) return cell.getChars()
  const flags = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isInverse(), cell.isBlink()]
  const back = [cell.getBgColorMode(), cell.getBgColor()]
  const isPlain = cell.getChars() === '' && !cell.isInverse() && !cell.isUnderline()
  if (isPlain) return cell.isBgDefault() ? '·' : `{${back.join()}}`
  return `{${cell.getChars() || ' '} ${flags.map(Number).join('')} ${cell.getFgColorMode()},${cell.getFgColor()},${back.join()}}`
}
