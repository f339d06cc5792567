import { maxCastBytes } from './frame-sizes.ts'

/** Whole lines of a recording from `offset`, a byte of its file, on. */
export interface BinaryCast {
  offset: number
  lines: Uint8Array
}

const kind = 1
const headBytes = 7
const newline = 10
/** An offset has 48 bits; of them so many are used, that it stays a whole number everywhere. */
const mostOffset = 2 ** 47

/** A binary frame of `/agent`: u8 1, u48 big-endian offset, then whole lines, at most `maxCastBytes`. Anything else is nothing. */
export function binaryCast(frame: Uint8Array): BinaryCast | undefined {
  const bytes = frame.byteLength - headBytes
  if (bytes < 1 || bytes > maxCastBytes || frame[0] !== kind || frame.at(-1) !== newline) return undefined
  const view = new DataView(frame.buffer, frame.byteOffset, headBytes)
  const offset = view.getUint16(1) * 2 ** 32 + view.getUint32(3)
  return offset + bytes > mostOffset ? undefined : { offset, lines: frame.subarray(headBytes) }
}

/** The head of such a frame; the lines follow it as they stand in the file. */
export function castFrameHead(offset: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(headBytes))
  head.setUint8(0, kind)
  head.setUint16(1, Math.floor(offset / 2 ** 32))
  head.setUint32(3, offset % 2 ** 32)
  return new Uint8Array(head.buffer)
}
