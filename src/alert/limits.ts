import type { Problem } from './report.ts'

export const limits = {
  bodyBytes: 512 * 1024,
  depth: 32,
  /** In one object. A real fire sends many alerts in one body, so the whole is limited by its bytes. */
  keys: 2_000,
  keyLength: 1_000,
  stringLength: 100_000,
  alerts: 5_000,
}

/** One walk over a parsed body: the first thing that is beyond the limits, if any. Never goes deeper than they allow. */
export function beyondLimits(value: unknown): Problem | undefined {
  const found = look(value, 0)
  return found && { path: pathText(found.path.toReversed()), message: found.message }
}

/** Its path grows on the way back, from the innermost name out: nothing is written down while all is well, which is nearly always. */
interface Beyond {
  message: string
  path: string[]
}

const beyond = (message: string): Beyond => ({ message, path: [] })

function look(value: unknown, depth: number): Beyond | undefined {
  if (typeof value === 'string')
    return value.length > limits.stringLength ? beyond(`Longer than ${limits.stringLength} characters.`) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (depth >= limits.depth) return beyond(`Nested deeper than ${limits.depth} levels.`)
  return Array.isArray(value) ? lookAtList(value, depth) : lookAtFields(value as Record<string, unknown>, depth)
}

function lookAtList(list: readonly unknown[], depth: number): Beyond | undefined {
  for (let i = 0; i < list.length; i++) {
    const found = look(list[i], depth + 1)
    if (found) return within(found, String(i))
  }
  return undefined
}

/** Parsed JSON inherits nothing that can be listed, so that every name is its own. */
function lookAtFields(fields: Readonly<Record<string, unknown>>, depth: number): Beyond | undefined {
  let keys = 0
  for (const key in fields) {
    keys += 1
    if (keys > limits.keys) return beyond(`More than ${limits.keys} keys.`)
    if (key.length > limits.keyLength)
      return within(beyond(`A key is longer than ${limits.keyLength} characters.`), key)
    const found = look(fields[key], depth + 1)
    if (found) return within(found, key)
  }
  return undefined
}

function within(found: Beyond, key: string): Beyond {
  found.path.push(key)
  return found
}

/** A path that can be answered and logged: keys are the sender's, so they are cut short. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map(part => String(part).slice(0, 60))
    .join('.')
    .replaceAll('\0', '\u2400')
    .toWellFormed()
    .slice(0, 200)
}
