import type { Print } from '../../incident/prints.ts'

/** What a driver, an agent or a program of the team's own showed of a copy. Nobody says "equal": prints are compared here. */
export interface Shown {
  exitCode?: number
  /** Read to the last byte, and its own marks of an end stand there. */
  complete?: boolean
  digest?: string
  restored?: boolean
  /** At the source and in what was restored, from the same snapshot. */
  source?: Print[]
  back?: Print[]
  /** Indexes and constraints that the source has and the restored one has not. */
  built?: { missing: string[] }
  smoke?: { query: string; ok: boolean }
}
