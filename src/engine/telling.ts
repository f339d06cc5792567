/** What one alert was told with, in 85 bits: of two that differ in one letter it is another one. */
export interface Telling {
  /** 53 bits, so that it is a key of its own. */
  digest: number
  /** 32 more. */
  check: number
}

const mostDepth = 8

/**
 * Every name and value of a parsed body in the order they came, but for one name on top. `seed` is this process's own, so that
 * nobody can make two bodies that are taken for one. Undefined for what is nested deeper than is worth looking at.
 */
export function tellingOf(value: unknown, seed: number, exceptName?: string): Telling | undefined {
  const state = { a: seed | 0, b: ~seed | 0, c: Math.imul(seed, 0x9e3779b1) }
  if (!mix(state, value, 0, exceptName)) return undefined
  const a = last(state.a ^ state.c)
  const b = last(state.b)
  return { digest: (a & 0x1f_ffff) * 0x1_0000_0000 + (b >>> 0), check: last(state.c ^ state.b) }
}

interface State {
  a: number
  b: number
  c: number
}

function mix(state: State, value: unknown, depth: number, exceptName?: string): boolean {
  if (typeof value === 'string') return (mixText(state, value), true)
  if (typeof value !== 'object' || value === null) return (mixText(state, `\0${String(value)}`), true)
  if (depth >= mostDepth) return false
  mixText(state, Array.isArray(value) ? '[' : '{')
  for (const name in value) {
    if (name === exceptName) continue
    mixText(state, name)
    if (!mix(state, (value as Record<string, unknown>)[name], depth + 1)) return false
  }
  mixText(state, '}')
  return true
}

/** Three multiplicative hashes side by side over UTF-16 units (the constants of MurmurHash3), and the length. */
function mixText(state: State, text: string): void {
  let { a, b, c } = state
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x85ebca6b)
    b = Math.imul(b ^ unit, 0xc2b2ae35)
    c = Math.imul(c + unit, 0x27d4eb2f)
  }
  state.a = Math.imul(a ^ (a >>> 13) ^ text.length, 0x85ebca6b)
  state.b = Math.imul(b ^ (b >>> 16) ^ text.length, 0xc2b2ae35)
  state.c = Math.imul(c ^ (c >>> 15) ^ text.length, 0x165667b1)
}

/** MurmurHash3's last mix. */
function last(half: number): number {
  let mixed = half ^ (half >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
