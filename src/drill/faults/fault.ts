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

/** A fault that was injected: its truth, and ways to look at it that no responder is shown. */
export type Injected = { truth: Truth; probe(): Promise<Probe> }

/** One way to break the shop. A new one is one file; nothing in the product knows any of them. */
export type Fault = { name: string; title: string; par: Par; inject(shop: Shop, random: Random): Promise<Injected> }
