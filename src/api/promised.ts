/** As `/health/promise` says it to anybody, with its database or without. */
export interface Promised {
  ok: boolean
  why: string[]
  /** So many pages that should have left. */
  late: number
  /** What somebody has to look after though pages leave: a node that vanished. */
  notes?: string[]
}
