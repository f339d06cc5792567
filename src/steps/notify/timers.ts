import type { Obligation } from '../../incident/obligation.ts'

/** Asks a command of this step when it is due. */
export function timer(key: string, dueAt: string, command: string, body: Record<string, unknown> = {}): Obligation {
  return { kind: 'ask', key, dueAt, body: { command, body } }
}

/** The quiet ends then, unless it was changed meanwhile. */
export const expiry = (entry: string, until: string): Obligation =>
  timer(`expire:${entry}`, until, 'expire-acknowledgement', { until })
