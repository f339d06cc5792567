import type { HeardAgain } from '../store/heard-again.ts'
import type { AlertResult } from './alert-result.ts'
import { type Telling, tellingOf } from './telling.ts'

/** One alert as a sender told it, on its way into the log. */
export interface Told {
  fingerprint: string
  /** None: however it is told, it is not remembered. */
  telling?: Telling
  /** Its sender gives no start. */
  startsAgain?: boolean
}

/** An alert that fires and would not change if it were told the same again. */
export interface KnownAlert {
  id: string
  fingerprint: string
  integration: string
  incident?: string
  telling: Telling
  startsAgain: boolean
  /** Told again since this was last saved: how often, when last, and until when it lives, in Unix milliseconds. */
  count: number
  heardMs: number
  expiresMs?: number
}

/**
 * Alerts that are on the disk and in their rows, by what they were told with: telling them again changes nothing but a count, and is
 * answered from here. Identity, state and a digest; their words are in PostgreSQL alone.
 */
export interface KnownAlerts {
  /** What a parsed body, less one name on top, is remembered by. */
  tellingOf(value: unknown, exceptName?: string): Telling | undefined
  find(integration: string, telling: Telling): KnownAlert | undefined
  /** It was told again. */
  heard(known: KnownAlert, atMs: number, expiresMs: number | undefined): void
  /** These go through the log: whatever was known of them is not true any more, until their request is applied. */
  expect(integration: string, receipt: string, told: readonly Told[]): void
  /** A request was applied. */
  applied(integration: string, receipt: string, results: readonly AlertResult[]): void
  forgetIncident(incident: string): void
  forgetAll(): void
  forget(id: string): void
  /** What is to be counted, which is then in the caller's hands: of all, or of those alone that are not known any more. */
  take(all: boolean): HeardAgain[]
  /** They could not be saved. */
  giveBack(those: readonly HeardAgain[]): void
  hasNews(): boolean
  size(): number
}

interface OfKey {
  byDigest: Map<number, KnownAlert>
  byFingerprint: Map<string, KnownAlert>
  /** The last request under way that tells of it: an older one says nothing of it any more. */
  lastUnderWay: Map<string, string>
}

/** Of requests under way so many alerts are remembered; with more, nothing is learned until they are applied. */
const mostExpected = 50_000

/** `seed` is chance, the process's own. */
export function knownAlerts(seed: number): KnownAlerts {
  const byKey = new Map<string, OfKey>()
  const byId = new Map<string, KnownAlert>()
  const inIncident = new Map<string, number>()
  const countIn = ({ incident }: KnownAlert, by: 1 | -1) => {
    if (incident !== undefined) inIncident.set(incident, (inIncident.get(incident) ?? 0) + by)
  }
  const expected = new Map<string, readonly Told[]>()
  let expecting = 0
  let learnsAfter: string | undefined
  let news = new Set<KnownAlert>()
  let left: HeardAgain[] = []
  const ofKey = (integration: string) => {
    const known = byKey.get(integration) ?? {
      byDigest: new Map(),
      byFingerprint: new Map(),
      lastUnderWay: new Map(),
    }
    byKey.set(integration, known)
    return known
  }
  const forgetExpected = () => {
    expected.clear()
    expecting = 0
    for (const { lastUnderWay } of byKey.values()) lastUnderWay.clear()
  }
  const drop = (known: KnownAlert | undefined) => {
    if (!known || byId.get(known.id) !== known) return
    countIn(known, -1)
    const { byDigest, byFingerprint } = ofKey(known.integration)
    byDigest.delete(known.telling.digest)
    byFingerprint.delete(known.fingerprint)
    byId.delete(known.id)
    if (news.delete(known)) left.push(againOf(known))
  }
  const remember = (known: KnownAlert) => {
    const { byDigest, byFingerprint } = ofKey(known.integration)
    drop(byFingerprint.get(known.fingerprint))
    drop(byDigest.get(known.telling.digest))
    byDigest.set(known.telling.digest, known)
    byFingerprint.set(known.fingerprint, known)
    byId.set(known.id, known)
    countIn(known, 1)
  }
  return {
    tellingOf: (value, exceptName) => tellingOf(value, seed, exceptName),
    find(integration, { digest, check }) {
      const known = byKey.get(integration)?.byDigest.get(digest)
      return known?.telling.check === check ? known : undefined
    },
    heard(known, atMs, expiresMs) {
      known.count += 1
      known.heardMs = atMs
      known.expiresMs = expiresMs
      news.add(known)
    },
    expect(integration, receipt, told) {
      const { byFingerprint, lastUnderWay } = ofKey(integration)
      for (const { fingerprint } of told) drop(byFingerprint.get(fingerprint))
      if (learnsAfter !== undefined || expecting + told.length > mostExpected) {
        learnsAfter = receipt
        return forgetExpected()
      }
      expecting += told.length
      expected.set(receipt, told)
      for (const { fingerprint } of told) lastUnderWay.set(fingerprint, receipt)
    },
    applied(integration, receipt, results) {
      if (learnsAfter === receipt) learnsAfter = undefined
      const told = expected.get(receipt) ?? []
      expected.delete(receipt)
      expecting -= told.length
      const { byFingerprint, lastUnderWay } = ofKey(integration)
      for (const [i, result] of results.entries()) {
        drop(byFingerprint.get(result.fingerprint))
        if (lastUnderWay.get(result.fingerprint) !== receipt) continue
        const known = toKnow(integration, result, told[i])
        if (known) remember(known)
      }
      for (const { fingerprint } of told)
        if (lastUnderWay.get(fingerprint) === receipt) lastUnderWay.delete(fingerprint)
    },
    forgetIncident(incident) {
      if (!inIncident.get(incident)) return
      // A Map may lose what is at hand while it is walked through.
      for (const known of byId.values()) if (known.incident === incident) drop(known)
      inIncident.delete(incident)
    },
    forgetAll() {
      for (const known of byId.values()) drop(known)
      forgetExpected()
    },
    forget: id => drop(byId.get(id)),
    take(all) {
      const those = all ? [...left, ...[...news].map(againOf)] : left
      left = []
      if (all) news = new Set()
      return those
    },
    giveBack(those) {
      left.push(...those)
    },
    hasNews: () => news.size > 0 || left.length > 0,
    size: () => byId.size,
  }
}

/** What stays as it is while it is told the same: in its incident, or listed only for what its own words and its service say. */
function toKnow(integration: string, result: AlertResult, told: Told | undefined): KnownAlert | undefined {
  const { alert: id, fingerprint, status, incident, outcome, rule } = result
  const isSettled = outcome === 'suppressed' ? /^(severity-|watch-only)/.test(rule ?? '') : incident !== undefined
  if (!id || status !== 'firing' || !isSettled || !told?.telling || told.fingerprint !== fingerprint) return undefined
  const { telling, startsAgain = false } = told
  return { id, fingerprint, integration, incident, telling, startsAgain, count: 0, heardMs: 0 }
}

function againOf(known: KnownAlert): HeardAgain {
  const { id, count, heardMs, expiresMs, startsAgain } = known
  known.count = 0
  const expiresAt = expiresMs === undefined ? undefined : asTime(expiresMs)
  return { id, count, heardAt: asTime(heardMs), expiresAt, startsAgain }
}

const asTime = (ms: number): string => new Date(ms).toISOString()
