import type { ApiError } from '../answer.ts'
import type { IntakeAnswer, IntakeCall } from '../intake.ts'

/** One path of the door. The same path may have several methods. */
export interface IntakeRoute {
  method: 'GET' | 'POST' | 'DELETE'
  path: RegExp
  /** As the description of the API names it. */
  as: string
  says: string
  answers?: number
  run(call: IntakeCall): Promise<IntakeAnswer>
  /** A no in the words of the vendor whose path it is. */
  sayProblem?(error: ApiError): unknown
  /** What its senders hear in place of a 429. */
  busyStatus?: number
}
