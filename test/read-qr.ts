/** Data codewords of each block by version, at error correction M (ISO/IEC 18004, table 9). */
const blocks: readonly (readonly number[])[] = [
  [16],
  [28],
  [44],
  [32, 32],
  [43, 43],
  [27, 27, 27, 27],
  [31, 31, 31, 31],
  [38, 38, 39, 39],
  [36, 36, 36, 37, 37],
  [43, 43, 43, 43, 44],
]
const masks: readonly ((row: number, col: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  r => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** What a scanner reads from our SVG: the text of a QR code in byte mode, version 1 to 10, level M. Undamaged, so nothing is corrected. */
export function readQr(svg: string): string {
  const module = Number(/h(\d+)v/.exec(svg)?.[1])
  const dark = new Set(
    [...svg.matchAll(/M(\d+),(\d+)h/g)].map(([, x, y]) => `${Number(y) / module} ${Number(x) / module}`),
  )
  const quiet = Math.min(...[...dark].map(at => Number(at.split(' ')[0])))
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) / module - 2 * quiet
  const at = (row: number, col: number) => dark.has(`${row + quiet} ${col + quiet}`)
  const version = (size - 17) / 4
  const format = [0, 1, 2, 3, 4].map(col => (at(8, col) ? 1 : 0)).join('')
  const bits = Number.parseInt(format, 2) ^ 0b10101
  if (bits >> 3 !== 0) throw new Error('not of level M')
  const mask = masks[bits & 7] ?? (() => false)
  const read = walk(size, version).map(([row, col]) => (at(row, col) !== mask(row, col) ? '1' : '0'))
  const words = (read.join('').match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2))
  return textOf(inOrder(words, blocks[version - 1] ?? []), version)
}

/** The modules that carry data, in their order: two columns at a time, up and down, from the right. */
function walk(size: number, version: number): [number, number][] {
  const places: [number, number][] = []
  for (let right = size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right--
    for (let n = 0; n < size; n++)
      for (const col of [right, right - 1]) {
        const row = isUp ? size - 1 - n : n
        if (!isFunction(row, col, size, version)) places.push([row, col])
      }
  }
  return places
}

function isFunction(row: number, col: number, size: number, version: number): boolean {
  if (row === 6 || col === 6) return true
  if ((row < 9 && col < 9) || (row < 9 && col >= size - 8) || (row >= size - 8 && col < 9)) return true
  if (version >= 7 && ((row < 6 && col >= size - 11) || (col < 6 && row >= size - 11))) return true
  const centres = version === 1 ? [] : version < 7 ? [6, size - 7] : [6, (size - 1) / 2, size - 7]
  const near = (place: number) => centres.find(centre => Math.abs(place - centre) <= 2)
  const [r, c] = [near(row), near(col)]
  if (r === undefined || c === undefined) return false
  return !((r === 6 && c === 6) || (r === 6 && c === size - 7) || (r === size - 7 && c === 6))
}

/** Blocks are written across one another: the first word of each, the second of each, and so on. */
function inOrder(words: number[], lengths: readonly number[]): number[] {
  const read: number[][] = lengths.map(() => [])
  let next = 0
  for (let n = 0; n < Math.max(...lengths); n++)
    for (const [block, length] of lengths.entries()) if (n < length) read[block]?.push(words[next++] ?? 0)
  return read.flat()
}

function textOf(words: number[], version: number): string {
  const bits = words.map(word => word.toString(2).padStart(8, '0')).join('')
  const mode = Number.parseInt(bits.slice(0, 4), 2)
  if (mode !== 4) throw new Error(`not in byte mode but ${mode}`)
  const head = 4 + (version < 10 ? 8 : 16)
  const length = Number.parseInt(bits.slice(4, head), 2)
  const bytes = Array.from({ length }, (_, n) => Number.parseInt(bits.slice(head + n * 8, head + n * 8 + 8), 2))
  return Buffer.from(bytes).toString('utf8')
}
