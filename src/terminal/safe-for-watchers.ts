import type { Piece } from './escapes.ts'

const control = (code: number) => String.fromCharCode(code)
const esc = control(0x1b)
/** ENQ and DECID, which a terminal answers, and the starts of sequences that stand where none may. */
const unsafeText = new RegExp(
  `[${control(5)}${esc}${control(0x90)}${control(0x98)}${control(0x9a)}-${control(0x9f)}]`,
  'g',
)
/** A terminal obeys these at once and reads on in the sequence around them; what breaks a sequence off is not among them. */
const within = new RegExp(
  `[${control(0)}-${control(0x17)}${control(0x19)}${control(0x1c)}-${control(0x1f)}${control(0x7f)}]`,
  'g',
)

/**
 * The control sequences that move, colour, erase, edit and switch modes, by what stands between `[` and the last letter:
 * ECMA-48, DEC STD 070 and xterm's ctlseqs. What is not here is a question, a report, a printer, a window or a keyboard's mode.
 */
const sequences = new RegExp(
  `^(?:${esc}\\[|${control(0x9b)})(?:` +
    [
      '[0-9;:]*[@A-MPSTXZ^`abdefghlmrsu]',
      '\\?[0-9;]*[hlrsJKW]',
      '[0-9;]* [@Aq]',
      '!p',
      '[0-9;]*\\$[rtvxz{]',
      '[0-9;]*["][q]',
      "[0-9;]*['][}~]",
      '[0-9;]*\\*x',
    ].join('|') +
    ')$',
)
const escapes = new RegExp(`^${esc}(?:[6789=>DEHMNOVWcno|}~]|#[34568]|[()*+./-][ -/]?[0-~])$`)

/**
 * What watchers and the recording get of a piece: text, colours and movement. Titles, clipboard, links, palette, strings to
 * devices, and every question that a watcher's terminal would answer are left out: hostile output reaches no one's machine.
 * Only whole sequences are given on, without what stood within them, so that no two answers join to one that was left out.
 */
export function safeForWatchers(piece: Piece): string {
  if (piece.kind === 'text') return piece.text.replace(unsafeText, '')
  if (piece.kind === 'osc' || piece.kind === 'string') return ''
  const controls = piece.text.match(within)?.join('').replaceAll(control(5), '') ?? ''
  const sequence = piece.text.replace(within, '')
  return controls + ((piece.kind === 'csi' ? sequences : escapes).test(sequence) ? sequence : '')
}
