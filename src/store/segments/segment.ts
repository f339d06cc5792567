import { crc32 } from 'node:zlib'
import type { LogFile, LogFiles } from './log-files.ts'

/** An open segment. Everything before `end` is on the disk. */
export interface Segment {
  number: number
  file: LogFile
  end: number
}

/** The head of a segment: a mark (8), its number (8), where the segment before it ends (8), and the CRC-32 of these (4). */
export const headBytes = 32
const mark = Buffer.from('FIRELOG1')
/** In a head: nobody knows where the segment before ends; its last whole frame says so. */
const unknown = 0xffff_ffff_ffff_ffffn

export const nameOf = (number: number): string => `${String(number).padStart(10, '0')}.segment`
export const numberOf = (name: string): number | undefined => {
  const digits = /^(\d{10})\.segment$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The numbers of the segments that are there, the oldest first. */
export async function segmentNumbers(files: LogFiles): Promise<number[]> {
  const numbers = (await files.list()).map(numberOf).filter(number => number !== undefined)
  return numbers.sort((a, b) => a - b)
}

/** Writes the head of a file that becomes this segment. `before` ends the segment that it follows: what stands behind is not to be believed. */
export async function beginSegment(files: LogFiles, number: number, before?: number): Promise<Segment> {
  const file = await files.open(nameOf(number))
  const head = Buffer.alloc(headBytes)
  mark.copy(head)
  head.writeBigUInt64LE(BigInt(number), 8)
  head.writeBigUInt64LE(before === undefined ? unknown : BigInt(before), 16)
  head.writeUInt32LE(crc32(head.subarray(0, 24)), 24)
  try {
    await file.write([head], 0)
    await file.sync()
  } catch (error) {
    await file.close().catch(() => {})
    throw error
  }
  return { number, file, end: headBytes }
}

/** What a segment's head says; undefined for a file that was taken and never begun. */
export async function readHead(file: LogFile, number: number): Promise<{ endOfBefore?: number } | undefined> {
  const head = await file.read(0, headBytes)
  if (head.length < headBytes || !head.subarray(0, 8).equals(mark)) return undefined
  if (head.readUInt32LE(24) !== crc32(head.subarray(0, 24)) || head.readBigUInt64LE(8) !== BigInt(number))
    return undefined
  const before = head.readBigUInt64LE(16)
  return before === unknown ? {} : { endOfBefore: Number(before) }
}
