/** The fingerprint of one thing (a table, a path, the rows of a change): how many rows or files, and a sum over all of them. */
export interface Print {
  name: string
  count: number
  print: string
}

/** What a copy is proven by, cheapest first: the rows to be touched, a snapshot, the last proven copy and what was written since, a new one in full. */
export type ProofKind = 'rows' | 'snapshot' | 'last' | 'full'

/** Where a source stood when it was copied, so that what was written since can be told. `at` is RFC 3339. */
export interface Point {
  at: string
  /** Names the very cluster or server, whatever its address. */
  system?: string
  lsn?: string
  binlog?: string
  /** `writes` counts rows inserted, updated and deleted, rolled back ones too; `file` changes when it is truncated or rewritten. */
  tables?: { name: string; writes: number; file: string }[]
  /** When counting began anew: what was counted before says nothing. */
  statsReset?: string
}

/** What was written since a point. `changed`: tables or paths; none means nothing was. */
export interface Distance {
  walBytes?: number
  rows?: number
  changed: string[]
}

/** What a copy is at: is there room, copy, seal, put it somewhere else, compare. */
export type CopyPhase = 'room' | 'copy' | 'seal' | 'restore' | 'compare'

/** How far it is in its phase; `of` where that is known. */
export interface CopyStep {
  phase: CopyPhase
  done: number
  of?: number
  unit: 'bytes' | 'rows' | 'files'
}
