/** What a line is said to be: its group, and the text of that. */
export interface Labelled {
  group: string
  template: string
}

/** GA and PA are shares of lines, FGA and FTA of groups and templates; each 0 to 1. */
export interface Score {
  ga: number
  fga: number
  pa: number
  fta: number
}

/**
 * GA: lines whose group holds exactly the lines of their true group (Zhu and others, 2019). PA: lines whose template is the true one (Dai 2020, Khan 2022).
 * FGA, FTA: the harmonic mean of right ones over found ones and over true ones (Jiang 2023, Khan 2022).
 */
export function scoreOf(truth: readonly Labelled[], found: readonly Labelled[]): Score {
  const byGroup = inGroups(truth.map(({ group }) => group))
  const groups = inGroups(found.map(({ group }) => group))
  const exact = [...groups.values()].filter(lines => {
    const theirs = byGroup.get(truth[lines[0] as number]?.group ?? '') ?? []
    return (
      theirs.length === lines.length && lines.every(line => truth[line]?.group === truth[theirs[0] as number]?.group)
    )
  })
  const byTemplate = inGroups(truth.map(({ template }) => template))
  const templates = inGroups(found.map(({ template }) => template))
  const right = [...templates].filter(([template, lines]) => lines.every(line => truth[line]?.template === template))
  const same = truth.filter(({ template }, n) => template === found[n]?.template)
  return {
    ga: exact.reduce((sum, lines) => sum + lines.length, 0) / truth.length,
    fga: harmonic(exact.length / groups.size, exact.length / byGroup.size),
    pa: same.length / truth.length,
    fta: harmonic(right.length / templates.size, right.length / byTemplate.size),
  }
}

function inGroups(keys: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  keys.forEach((key, n) => {
    const lines = groups.get(key)
    if (lines) lines.push(n)
    else groups.set(key, [n])
  })
  return groups
}

const harmonic = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b))
