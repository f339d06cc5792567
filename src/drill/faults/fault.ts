import type { Random } from '../random.ts'
import type { Shop } from '../shop/shop.ts'

/** What is really broken. Sealed until the end. */
export type Truth = {
  entity: string
  mechanism: string
  temptingTheory: string
  redHerring: string
  mitigation: string[]
  fix: string[]
  undo: string[]
}

/** How it goes for the customers now, and whether the rows are right. */
export type Probe = { isGreen: boolean; failedShare: number; wrongRows: number }

/** Times that the scripted responder needs without hurry; a person is measured against them, not judged by them. */
export type Par = { evidenceMs: number; causeMs: number; mitigatedMs: number; resolvedMs: number }

/** Something done to the shop, as arguments of ./shopctl. */
export type Doing = {
  what: string
  kind: 'simple' | 'complex'
  touches: string[]
  commands: string[][]
  symptom?: string
  verify?: string
  undo: string
}

/** How somebody who knows the shop goes about it with ./shopctl alone: the responder that --auto plays. */
export type Plan = {
  look: string[][]
  wrongTheory: { statement: string; against: string[]; why: string }
  cause: { statement: string; service: string; mechanism: string; evidence: string[][] }
  mitigation: Doing
  fixes: Doing[]
  summary: string
}

/** A fault that was injected: its truth, and ways to look at it that no responder is shown. */
export type Injected = {
  truth: Truth
  plan: Plan
  probe(): Promise<Probe>
  /** The same trouble once more, after it was healed. */
  again(): Promise<void>
}

/** One way to break the shop. A new one is one file; nothing in the product knows any of them. */
export type Fault = { name: string; title: string; par: Par; inject(shop: Shop, random: Random): Promise<Injected> }
