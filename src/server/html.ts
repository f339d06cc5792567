/** HTML in which everything that is put in is text, unless it was made by `html` itself. */
export interface Html {
  html: string
}

type Piece = string | number | undefined | false | Html | Html[]

export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return { html: parts.map((part, n) => part + written(pieces[n])).join('') }
}

function written(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (Array.isArray(piece)) return piece.map(written).join('')
  return typeof piece === 'object' ? piece.html : escaped(String(piece))
}

const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Controls are made visible and directions cannot be turned around: hostile text stays where it stands. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, sign => names[sign] ?? '')
    .replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\u2400')
    .toWellFormed()
