import { knownShapes } from './shapes.ts'

/**
 * What of a redacted text is looked for elsewhere: its lines, credentials of known shape, and words that look made by a
 * machine (8 characters or more with letters and digits, or 20 or more without a vowel pattern to them). Ordinary words stay.
 */
export function secretsIn(text: string): string[] {
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const words = text.split(/[\s"'`=,;()[\]{}<>|&]+/).filter(isMachineMade)
  return [...new Set([...lines.filter(line => line.length >= 12), ...knownShapes(text), ...words])]
}

const time = /^\d{4}-\d\d-\d\d([T ][\d:.]+Z?)?$/

function isMachineMade(word: string): boolean {
  if (word.length < 8 || word.length > 4_000 || time.test(word)) return false
  return /[a-z]/i.test(word) && /\d/.test(word)
}
