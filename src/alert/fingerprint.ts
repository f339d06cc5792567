import type { Label } from './alert.ts'

const encoder = new TextEncoder()

/**
 * Alertmanager's own: FNV-1a, 64 bits, over name 0xff value 0xff of the labels sorted by name, as 16 hex digits
 * (prometheus/common model/signature.go). Labels with an empty value do not count, as there.
 */
export function fingerprintOf(labels: Label): string {
  let hash: Halves = [0xcbf29ce4, 0x84222325]
  const names = Object.keys(labels).filter(name => labels[name] !== '')
  for (const name of names.sort()) {
    hash = add(hash, encoder.encode(name))
    hash = add(hash, encoder.encode(labels[name]))
  }
  return hash.map(half => half.toString(16).padStart(8, '0')).join('')
}

/** High and low 32 bits. */
type Halves = [number, number]

/** The bytes, then the 0xff that no UTF-8 text contains. */
function add(hash: Halves, bytes: Uint8Array): Halves {
  let [high, low] = hash
  for (let i = 0; i <= bytes.length; i++) {
    low = (low ^ (bytes[i] ?? 0xff)) >>> 0
    // times 2^40 + 0x1b3, modulo 2^64; every product stays below 2^53
    const product = low * 0x1b3
    high = (high * 0x1b3 + Math.floor(product / 0x1_0000_0000) + low * 0x100) % 0x1_0000_0000
    low = product % 0x1_0000_0000
  }
  return [high, low]
}
