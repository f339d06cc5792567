/** A template, and how many lines have it. */
export interface Told {
  template: string
  lines: number
}

/**
 * Where each template goes: to one of more lines that reads the same but for one word, where it has a value; else it stays. One place
 * where a value was seen is reason enough to take a word there for a value, when all else is equal.
 */
export function absorb(all: readonly Told[]): number[] {
  const words = all.map(({ template }) => template.split(' '))
  const goesTo = all.map((_, n) => n)
  const alike = Map.groupBy([...goesTo], n => (words[n] as string[]).length)
  for (const candidates of alike.values()) {
    const general = candidates.filter(n => all[n]?.template.includes('<*>')).slice(0, mostGeneral)
    for (const n of candidates) goesTo[n] = describedBy(n, general, words, all)
  }
  return goesTo.map(n => lastOf(n, goesTo))
}

const mostGeneral = 2_000

function describedBy(n: number, general: readonly number[], words: readonly string[][], all: readonly Told[]): number {
  const lines = all[n]?.lines ?? 0
  let best = n
  for (const other of general) {
    const more = all[other]?.lines ?? 0
    if (other === n || more < lines || (best !== n && more <= (all[best]?.lines ?? 0))) continue
    if (describes(words[other] as string[], words[n] as string[])) best = other
  }
  return best
}

/** Two templates of as many lines might go to each other. */
function lastOf(n: number, goesTo: readonly number[]): number {
  const seen = new Set<number>()
  while (goesTo[n] !== n && !seen.has(n)) {
    seen.add(n)
    n = goesTo[n] as number
  }
  return n
}

function describes(general: readonly string[], words: readonly string[]): boolean {
  let same = 0
  let otherwise = 0
  for (let n = 0; n < general.length; n++) {
    const [here, there] = [general[n] as string, words[n] as string]
    if (here === there) same += /[A-Za-z]{2}/.test(here.replaceAll('<*>', '')) ? 1 : 0
    else if (++otherwise > 1 || !stands(here, there)) return false
  }
  return otherwise === 1 && same >= 2
}

/** Names of states and kinds are no values. */
function stands(general: string, word: string): boolean {
  const [head = '', tail, ...more] = general.split('<*>')
  if (tail === undefined || more.length > 0 || /^[A-Z][A-Z_]+$/.test(word)) return false
  return word.length > head.length + tail.length && word.startsWith(head) && word.endsWith(tail)
}
