import { randomFillSync } from 'node:crypto'

/** A uuidv7 (RFC 9562): 48 bits of Unix milliseconds, then chance; sorts by the time it was made. */
export function newId(at: Date): string {
  const bytes = nextChance()
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const chance = Buffer.alloc(16 * 256)
let used = chance.length

/** 16 bytes of chance; asking the system for each alone costs more than everything else about an id. */
function nextChance(): Buffer {
  if (used === chance.length) {
    randomFillSync(chance)
    used = 0
  }
  used += 16
  return Buffer.from(chance.subarray(used - 16, used))
}

export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
