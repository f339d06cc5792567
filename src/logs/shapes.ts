import { oneToOne } from './bytes-text.ts'
import { value, type Words } from './words.ts'

/** Lines that differ in their values alone. */
export interface Shape {
  /** `value` where values stand; the others as they are written, one character a byte. */
  words: string[]
  count: number
  /** The number of its first and its last line, from 0 on. */
  first: number
  last: number
  /** How many lines of each minute, in the order in which they came: minutes since 1970, and a number. */
  minutes: [minute: number, lines: number][]
  /** The earliest and the latest of its times, in milliseconds since 1970. */
  firstAt?: number
  lastAt?: number
  /** Some of its lines, spread over its life, one character a byte. */
  samples: string[]
}

export interface Shapes {
  /** Counts a line, whose words were just read; returns the number of its shape. */
  meet(words: Words, bytes: Uint8Array, from: number, to: number, at?: number): number
  all: readonly Shape[]
}

/** However many lines there are: what is kept grows with what they say, and no further than this. */
const mostShapes = 50_000
/** Beyond it, lines are told apart by how they begin, and then no longer. */
const mostWithCoarse = 60_000
const mostSampleBytes = 24 * 1024 * 1024
const longestSample = 2_000
const places = 1 << 17

export function shapeTable(): Shapes {
  const all: Shape[] = []
  const numbers = new Int32Array(places).fill(-1)
  const hashes = new Int32Array(places)
  const hashes2 = new Int32Array(places)
  let lines = 0
  let sampleBytes = 0

  const find = ({ hash, hash2 }: Words): number => {
    let place = (hash ^ (hash2 << 7)) & (places - 1)
    while (numbers[place] !== -1 && (hashes[place] !== hash || hashes2[place] !== hash2))
      place = (place + 1) & (places - 1)
    return place
  }
  const keepSample = (shape: Shape, bytes: Uint8Array, from: number, to: number) => {
    const size = Math.min(to - from, longestSample)
    if (sampleBytes + size > mostSampleBytes && shape.samples.length > 0) return
    const sample = oneToOne(bytes, from, from + size)
    if (shape.samples.includes(sample)) return
    shape.samples.push(sample)
    sampleBytes += size
  }
  const make = (words: Words, bytes: Uint8Array, place: number): number => {
    hashes[place] = words.hash
    hashes2[place] = words.hash2
    numbers[place] = all.length
    all.push({ words: wordsAsText(words, bytes), count: 0, first: lines, last: lines, minutes: [], samples: [] })
    return all.length - 1
  }
  return {
    all,
    meet(words, bytes, from, to, at) {
      let place = find(words)
      if (numbers[place] === -1 && all.length >= mostShapes) {
        onlyItsBeginning(words, all.length < mostWithCoarse ? 2 : 0)
        place = find(words)
      }
      const number = numbers[place] === -1 ? make(words, bytes, place) : (numbers[place] as number)
      const shape = all[number] as Shape
      shape.count++
      shape.last = lines++
      if (at !== undefined) noteTime(shape, at)
      if (shape.count <= 8 || (shape.count & (shape.count - 1)) === 0) keepSample(shape, bytes, from, to)
      return number
    },
  }
}

/** A day of minutes; of a longer log the last bucket counts what came after. */
const mostMinutes = 1_440

function noteTime(shape: Shape, at: number): void {
  if (shape.firstAt === undefined || at < shape.firstAt) shape.firstAt = at
  if (shape.lastAt === undefined || at > shape.lastAt) shape.lastAt = at
  const minute = Math.floor(at / 60_000)
  const last = shape.minutes.at(-1)
  if (last && (last[0] === minute || shape.minutes.length >= mostMinutes)) last[1]++
  else shape.minutes.push([minute, 1])
}

function wordsAsText({ count, from, to, isValue }: Words, bytes: Uint8Array): string[] {
  const words: string[] = []
  for (let n = 0; n < count; n++) words.push(isValue[n] ? value : oneToOne(bytes, from[n] as number, to[n] as number))
  return words
}

/** All but its first few words counts as one value. */
function onlyItsBeginning(words: Words, few: number): void {
  if (words.count > few) {
    words.to[few] = words.to[words.count - 1] as number
    words.isValue[few] = 1
    words.count = few + 1
  }
  let hash = few
  for (let n = 0; n < Math.min(few, words.count); n++) hash = Math.imul(hash ^ (words.hashes[n] as number), 0x85ebca6b)
  words.hash = hash
  words.hash2 = -1 - words.count
}
