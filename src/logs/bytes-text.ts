/**
 * Bytes as characters one to one, so that a place in the text is a place in the bytes, whatever their encoding. The text is its own: it
 * keeps nothing of what it was read from.
 */
export function oneToOne(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4_096, to)))
  return text
}

const decoder = new TextDecoder()

/** The same as people read it: UTF-8, with U+FFFD for what is none. */
export function readable(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text
  return decoder.decode(Uint8Array.from(text, one => one.charCodeAt(0)))
}
