/**
 * Where something owed is on its way out of the house. Nobody stands there in the product; tests end a process exactly there,
 * to prove that each point between two of them is safe.
 */
export type Waypoint =
  /** Ours, and nothing done yet. */
  | 'leased'
  /** The cap has noted that it rings. */
  | 'room-made'
  /** Its link and its buttons are kept. */
  | 'composed'
  | 'before-wire'
  /** The receiver has answered. */
  | 'after-wire'
  /** The outcome is known and nowhere written. */
  | 'before-record'
  /** Written, and not committed. */
  | 'in-record'
  | 'after-record'
  /** Of a command that somebody asks: decided and not committed; committed and not answered. */
  | 'ask-decided'
  | 'ask-kept'
  /** Of a copy. */
  | 'copy-begun'
  | 'copy-taken'
  | 'copy-sealed'
  | 'copy-proven'
  /** Of a change: the gate let it through, and nothing was typed yet. */
  | 'gate-passed'
  | 'run-begun'
  /** One command ended, and that is nowhere noted; noted. */
  | 'run-typed'
  | 'run-noted'
  | 'run-ended'
  | 'traffic-begun'
  | 'traffic-moved'

export const waypoints: readonly Waypoint[] = [
  'leased',
  'room-made',
  'composed',
  'before-wire',
  'after-wire',
  'before-record',
  'in-record',
  'after-record',
]
