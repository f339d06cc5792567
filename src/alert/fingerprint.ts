import type { Label } from './alert.ts'

const encoder = new TextEncoder()

/**
 * Alertmanager's own: FNV-1a, 64 bits, over name 0xff value 0xff of the labels sorted by name, as 16 hex digits
 * (prometheus/common model/signature.go). Labels with an empty value do not count, as there.
 */
export function fingerprintOf(labels: Label): string {
  let hash: Halves = { high: 0xcbf29ce4 | 0, low: 0x84222325 | 0 }
  for (const name of sortedNames(labels)) {
    const value = labels[name] ?? ''
    if (value === '') continue
    hash = add(add(hash, name), value)
  }
  return hex(hash.high) + hex(hash.low)
}

/** High and low 32 bits. */
interface Halves {
  high: number
  low: number
}

const hex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0')

/** Most senders sort them already. */
function sortedNames(labels: Label): string[] {
  const names = Object.keys(labels)
  return names.every((name, i) => i === 0 || (names[i - 1] ?? '') < name) ? names : names.sort()
}

/** A text, then the 0xff that no UTF-8 text contains. Text beyond ASCII is added by its bytes. */
function add({ high, low }: Halves, text: string): Halves {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return addBytes({ high, low }, encoder.encode(text.slice(i)))
    low ^= code
    const carry = carryOf(low)
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) | 0
    low = Math.imul(low, 0x1b3)
  }
  return end({ high, low })
}

function addBytes({ high, low }: Halves, bytes: Uint8Array): Halves {
  for (let i = 0; i < bytes.length; i++) {
    low ^= bytes[i] ?? 0
    const carry = carryOf(low)
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) | 0
    low = Math.imul(low, 0x1b3)
  }
  return end({ high, low })
}

function end({ high, low }: Halves): Halves {
  const last = low ^ 0xff
  return { high: (Math.imul(high, 0x1b3) + carryOf(last) + (last << 8)) | 0, low: Math.imul(last, 0x1b3) }
}

/** What the low half, times 0x1b3, hands up. The prime is 2^40 + 0x1b3, so the high half gets the low one, moved 8 bits, besides. */
const carryOf = (low: number): number => ((low >>> 16) * 0x1b3 + (((low & 0xffff) * 0x1b3) >>> 16)) >>> 16
