import type { z } from 'zod'
import type { Action } from '../access/may.ts'
import type { Decide, Wanted } from './decision.ts'

/** One command as it may be asked: its body, who may, and its sentence in help and OpenAPI. */
export interface AskSpec {
  body: z.ZodType
  action: Action
  /** Only a person may: being lead or operator, acknowledging, waiving. */
  peopleOnly?: boolean
  says: string
  /** Bytes of the request; 512 KB unless told. */
  bodyLimit?: number
}

export type AskSpecs = Record<string, AskSpec>

/** The decisions of a step, one for each of its asks. */
export type Decisions<A extends AskSpecs> = { [N in keyof A]: Decide<z.infer<A[N]['body']>, Wanted> }
