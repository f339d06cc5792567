import type { Piece } from '../../incident/sentence.ts'
import { clockTime } from '../desk/clock.ts'

/** The pieces of a sentence, each as what it is. All of it is text: nothing that people or machines wrote becomes markup. */
export function Said({ pieces, linked }: { pieces: readonly Piece[]; linked?: boolean }) {
  return pieces.map((piece, i) => <SaidPiece key={`${i}${typeof piece}`} piece={piece} linked={linked} />)
}

function SaidPiece({ piece, linked }: { piece: Piece; linked?: boolean }) {
  if (typeof piece === 'string') return piece
  if ('strong' in piece) return <b>{piece.strong}</b>
  if ('code' in piece) return <code>{piece.code}</code>
  if ('ref' in piece && linked)
    return (
      <a className="ref" href={`#${piece.ref}`}>
        {piece.ref}
      </a>
    )
  if ('ref' in piece) return <span className="ref">{piece.ref}</span>
  return <time dateTime={piece.time}>{clockTime(piece.time)}</time>
}
