import type { Incident } from '../incident/incident.ts'
import type { ObligationBody, ObligationKind } from '../incident/obligation.ts'
import type { Desk } from './desk.ts'
import type { ReadyCall } from './ready-calls.ts'

/** An obligation as it is handed to its performer. `repeat` is true when an earlier attempt may have got through unrecorded. */
export interface Owed<K extends ObligationKind = ObligationKind> {
  id: string
  incident: string
  kind: K
  key: string
  body: ObligationBody[K]
  attempt: number
  /** Of its lease: a later one took this over. */
  epoch: number
  repeat: boolean
  /** Owed by this node a moment ago: what is remembered of the incident is what stood there then. */
  isNew: boolean
  /** The incident as it stood when a call was leased, and what is ready for it: where both were read for many at once. */
  is?: Incident
  ready?: ReadyCall
  /** False once another node may have taken this over. Asked right before anything leaves the house, without waiting in between. */
  mayStillSend(): boolean
}

/** What to ask of the incident once the outcome is known; a refusal of it is recorded, never retried. */
export interface AskedBack {
  command: string
  body: Record<string, unknown>
}

/**
 * Three words, and the receiver's own answer, which is kept; `held`: something else tells it, which is owed by now.
 * `asks` are asked with the record, in one transaction.
 */
export type Outcome =
  | { outcome: 'delivered' | 'failed' | 'held'; answer: string; asks?: AskedBack[] }
  | { outcome: 'retry'; answer: string; afterMs?: number; asks?: AskedBack[] }

export type Perform<K extends ObligationKind> = (owed: Owed<K>, desk: Desk, signal: AbortSignal) => Promise<Outcome>
export type Performers = { [K in ObligationKind]: Perform<K> }

/** A timer's performer: nothing leaves the house, the ask is the effect. */
export const performAsk: Perform<'ask'> = async owed => ({
  outcome: 'delivered',
  answer: `asked ${owed.body.command}`,
  asks: [owed.body],
})
