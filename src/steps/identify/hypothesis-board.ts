import type { Evidence, Hypothesis, Incident } from '../../incident/incident.ts'

/** A theory with what speaks for and against it, as people look at it. */
export interface BoardRow {
  hypothesis: Hypothesis
  for: Attached[]
  against: Attached[]
  isCause: boolean
}

export interface Attached extends Evidence {
  why?: string
}

export interface HypothesisBoard {
  rows: BoardRow[]
  /** What nobody has put for or against anything yet. */
  loose: Evidence[]
}

const rank: Record<Hypothesis['state'], number> = { confirmed: 0, stated: 1, theory: 2, 'ruled out': 3 }

/** The cause first, what is ruled out last; in between, what more evidence supports. */
export function hypothesisBoard(is: Incident): HypothesisBoard {
  const byId = new Map(is.evidence.map(one => [one.id, one]))
  const those = (list: Hypothesis['evidenceFor']): Attached[] =>
    list.flatMap(({ evidence, why }) => {
      const found = byId.get(evidence)
      return found ? [{ ...found, why }] : []
    })
  const rows = is.hypotheses.map(hypothesis => ({
    hypothesis,
    for: those(hypothesis.evidenceFor),
    against: those(hypothesis.evidenceAgainst),
    isCause: is.cause === hypothesis.id,
  }))
  const used = new Set(rows.flatMap(row => [...row.for, ...row.against].map(one => one.id)))
  return { rows: rows.sort(inOrder), loose: is.evidence.filter(one => !used.has(one.id)) }
}

function inOrder(a: BoardRow, b: BoardRow): number {
  const byState = rank[a.hypothesis.state] - rank[b.hypothesis.state]
  return byState || b.for.length - b.against.length - (a.for.length - a.against.length)
}
