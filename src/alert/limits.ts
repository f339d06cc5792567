import type { Problem } from './report.ts'

export const limits = {
  bodyBytes: 512 * 1024,
  depth: 32,
  /** In one object. A real fire sends many alerts in one body, so the whole is limited by its bytes. */
  keys: 2_000,
  stringLength: 100_000,
  alerts: 5_000,
}

/** One walk over a parsed body: the first thing that is beyond the limits, if any. Never goes deeper than they allow. */
export function beyondLimits(value: unknown, path: readonly string[] = []): Problem | undefined {
  const said = (message: string): Problem => ({ path: pathText(path), message })
  if (typeof value === 'string')
    return value.length > limits.stringLength ? said(`Longer than ${limits.stringLength} characters.`) : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= limits.depth) return said(`Nested deeper than ${limits.depth} levels.`)
  const keys = Object.keys(value)
  if (!Array.isArray(value) && keys.length > limits.keys) return said(`More than ${limits.keys} keys.`)
  for (const key of keys) {
    if (key.length > 1_000) return said('A key is longer than 1000 characters.')
    const problem = beyondLimits((value as Record<string, unknown>)[key], [...path, key])
    if (problem) return problem
  }
  return undefined
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
