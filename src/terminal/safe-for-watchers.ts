import type { Piece } from './escapes.ts'

const control = (code: number) => String.fromCharCode(code)
const enquiry = control(5)
const asks = new RegExp(`^(?:${control(0x1b)}\\[|${control(0x9b)})(?:[^]*[cntx]|[^]*\\$p|>[^]*q|\\?[^]*u)$`)

/**
 * What watchers and the recording get of a piece: text, colours and movement. Titles, clipboard, links, palette, strings to
 * devices, and every question that a watcher's terminal would answer are left out: hostile output reaches no one's machine.
 */
export function safeForWatchers(piece: Piece): string {
  if (piece.kind === 'text') return piece.text.replaceAll(enquiry, '')
  if (piece.kind === 'osc' || piece.kind === 'string') return ''
  if (piece.kind === 'escape') return piece.text.endsWith('Z') ? '' : piece.text
  return asks.test(piece.text) ? '' : piece.text
}
