/** SHA-256 (FIPS 180-4) of a text as UTF-8, in hex. Here by hand, for a decision has no library and no await. */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text))
  const state = Array.from({ length: 8 }, (_, n) => fraction(primes[n] ?? 0, 1 / 2))
  for (let at = 0; at < words.length; at += 16) compress(state, words.slice(at, at + 16))
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function padded(bytes: Uint8Array): number[] {
  const words = Array.from({ length: (((bytes.length + 8) >> 6) + 1) * 16 }, () => 0)
  const put = (byte: number, at: number) => (words[at >> 2] = (words[at >> 2] ?? 0) | (byte << (24 - (at % 4) * 8)))
  bytes.forEach(put)
  put(0x80, bytes.length)
  words[words.length - 2] = Math.floor((bytes.length * 8) / 2 ** 32)
  words[words.length - 1] = (bytes.length * 8) | 0
  return words
}

function compress(state: number[], block: number[]): void {
  const w = [...block]
  const of = (at: number) => w[at] ?? 0
  for (let n = 16; n < 64; n++) {
    const s0 = turned(of(n - 15), 7) ^ turned(of(n - 15), 18) ^ (of(n - 15) >>> 3)
    const s1 = turned(of(n - 2), 17) ^ turned(of(n - 2), 19) ^ (of(n - 2) >>> 10)
    w.push((of(n - 16) + s0 + of(n - 7) + s1) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let n = 0; n < 64; n++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (rounds[n] ?? 0) + of(n)) | 0
    const t2 = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, n) => (state[n] = ((state[n] ?? 0) + word) | 0))
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

/** The first 32 bits behind the point of a root. */
const fraction = (of: number, root: number): number => ((of ** root % 1) * 2 ** 32) | 0
const primes = firstPrimes(64)
const rounds = primes.map(prime => fraction(prime, 1 / 3))

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let n = 2; found.length < count; n++) if (found.every(prime => n % prime !== 0)) found.push(n)
  return found
}
