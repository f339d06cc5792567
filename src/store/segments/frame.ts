import { crc32 } from 'node:zlib'

/** One accepted request as it stands in a segment. */
export interface LogRecord {
  receipt: string
  /** RFC 3339 UTC, milliseconds. */
  at: string
  /** None for Fireline's own canary. */
  integration?: string
  source: string
  body: string
}

/** Where a frame stands: its segment's number, its first byte there, and how many it has. */
export interface Place {
  segment: number
  offset: number
  bytes: number
}

/**
 * A frame, numbers little-endian: length of what follows the head (4), CRC-32 of that (4); then time in ms (8, float), receipt
 * (16), integration (16, zeros for none), length of the source's name (1), the name, the body in UTF-8. The CRC begins with the
 * segment's number, so that what a used file held before is never taken for what was written since.
 */
const headBytes = 8
const fixedBytes = 41
const none = '00000000-0000-0000-0000-000000000000'

export function encodeFrame({ receipt, at, integration, source, body }: LogRecord, segment: number): Buffer {
  const sourceBytes = Buffer.byteLength(source)
  const bytes = headBytes + fixedBytes + sourceBytes + Buffer.byteLength(body)
  const frame = Buffer.allocUnsafe(bytes)
  frame.writeDoubleLE(Date.parse(at), 8)
  writeId(frame, receipt, 16)
  writeId(frame, integration ?? none, 32)
  frame.writeUInt8(sourceBytes, 48)
  frame.write(source, 49)
  frame.write(body, 49 + sourceBytes)
  frame.writeUInt32LE(bytes - headBytes, 0)
  frame.writeUInt32LE(checkOf(frame.subarray(headBytes), segment), 4)
  return frame
}

/** How long the frame at this place is; undefined when its head is not there, or says what cannot be. */
export function frameBytes(bytes: Buffer, at: number, mostBytes: number): number | undefined {
  if (bytes.length - at < headBytes) return undefined
  const length = bytes.readUInt32LE(at)
  return length < fixedBytes || length > mostBytes ? undefined : headBytes + length
}

/** The record of a whole frame; undefined when one bit of it is not as it was written. */
export function decodeFrame(frame: Buffer, segment: number): LogRecord | undefined {
  const content = frame.subarray(headBytes)
  if (frame.readUInt32LE(4) !== checkOf(content, segment)) return undefined
  const sourceEnd = 49 + frame.readUInt8(48)
  const integration = readId(frame, 32)
  return {
    at: new Date(frame.readDoubleLE(8)).toISOString(),
    receipt: readId(frame, 16),
    integration: integration === none ? undefined : integration,
    source: frame.toString('utf8', 49, sourceEnd),
    body: frame.toString('utf8', sourceEnd),
  }
}

function checkOf(content: Buffer, segment: number): number {
  const number = Buffer.alloc(8)
  number.writeBigUInt64LE(BigInt(segment))
  return crc32(content, crc32(number))
}

function writeId(frame: Buffer, id: string, at: number): void {
  frame.write(id.replaceAll('-', ''), at, 'hex')
}

function readId(frame: Buffer, at: number): string {
  const hex = frame.toString('hex', at, at + 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
