type Take = (bytes: Uint8Array, from: number, to: number) => void

const escape = 27

/** Lines as they are without the sequences that colour them, for a log that was made for a terminal. */
export function withoutColours(take: Take): { lookFor(chunk: Uint8Array): void; take: Take } {
  let mayHave = false
  return {
    /** Most logs have none; once one came, each line is looked through. */
    lookFor(chunk) {
      mayHave ||= chunk.includes(escape)
    },
    take(bytes, from, to) {
      const plain = mayHave ? plainLine(bytes, from, to) : undefined
      if (plain) take(plain, 0, plain.length)
      else take(bytes, from, to)
    },
  }
}

function plainLine(bytes: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const first = bytes.indexOf(escape, from)
  if (first < 0 || first >= to) return undefined
  const plain = new Uint8Array(to - from)
  let length = 0
  for (let at = from; at < to; at++) {
    if (bytes[at] === escape) at = endOfSequence(bytes, at, to)
    else plain[length++] = bytes[at] as number
  }
  return plain.subarray(0, length)
}

/** The last byte of the sequence that begins here: `ESC [ 3 1 m`, or two bytes. */
function endOfSequence(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at + 1] !== 91) return Math.min(at + 1, to - 1)
  let end = at + 2
  while (end < to - 1 && !((bytes[end] as number) >= 64 && (bytes[end] as number) <= 126)) end++
  return Math.min(end, to - 1)
}
