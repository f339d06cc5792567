import { setImmediate as afterOthers } from 'node:timers/promises'
import { readySilence } from '../alert/silence.ts'
import type { AlertRules } from '../steps/intake/alert-rules.ts'
import { hearAgain } from '../steps/intake/hear-again.ts'
import type { Standing } from '../steps/intake/place-alert.ts'
import { readyRules } from '../steps/intake/ready-rules.ts'
import { beginWeek, isFull, type Week } from '../steps/intake/week.ts'
import { alertRulesNow } from '../store/alert-rules.ts'
import type { Sql } from '../store/db.ts'
import { countReports, type KeptReport, reportsSince } from '../store/heard-reports.ts'
import { everyIntegration, type Integration } from '../store/integrations.ts'
import { listServices } from '../store/loaders.ts'
import { silencesFrom } from '../store/silences.ts'
import type { Desk } from './desk.ts'

/** What stands differently when the days are gone through once more. */
export interface Otherwise {
  rules?: AlertRules
  /** As if this service were live. */
  liveService?: string
  /** As if senders in shadow were live. */
  liveShadows?: boolean
}

export interface GoneThrough {
  from: string
  /** When the last report came that was looked at. */
  to: string
  reports: number
  /** False when there was more than fits: what came until `to` is answered. */
  isWhole: boolean
  weeks: Week[]
}

const dayMs = 24 * 3_600_000
const longestMs = 20_000

/** How far the one that is under way is, on this node. */
export interface Progress {
  read: number
  of: number
}
interface Turns {
  progress?: Progress
  /** Ends when those before are done. */
  last: Promise<unknown>
  waiting: number
}
const turnsOf = new WeakMap<Desk, Turns>()
const mostWaiting = 4

export const progressOf = (desk: Desk): Progress | undefined => turnsOf.get(desk)?.progress

/**
 * Goes through every report of the last days once, under each of these, by the decisions that apply alerts. Bounded in time and
 * memory, a part at a time; others are served between the parts. One after the other; undefined where too many wait already.
 */
export async function goThrough(
  desk: Desk,
  sql: Sql,
  days: number,
  under: readonly Otherwise[],
): Promise<GoneThrough | undefined> {
  const turns = turnsOf.get(desk) ?? { last: Promise.resolve(), waiting: 0 }
  turnsOf.set(desk, turns)
  if (turns.waiting >= mostWaiting) return undefined
  turns.waiting += 1
  const mine = turns.last.then(async () => {
    const progress: Progress = { read: 0, of: 0 }
    turns.progress = progress
    return go(desk, sql, days, under, progress)
  })
  turns.last = mine.catch(() => {})
  try {
    return await mine
  } finally {
    turns.waiting -= 1
    turns.progress = undefined
  }
}

type Pass = { one: Otherwise; week: Week }
/** So many alerts are gone through before others are served: some ten milliseconds. */
const alertsAtOnce = 300

async function go(
  desk: Desk,
  sql: Sql,
  days: number,
  under: readonly Otherwise[],
  progress: Progress,
): Promise<GoneThrough> {
  const now = desk.clock.now()
  const since = new Date(now.getTime() - days * dayMs)
  const until = performance.now() + longestMs
  const passes = await Promise.all(under.map(async one => ({ one, week: beginWeek(await standing(sql, since, one)) })))
  const senders = new Map((await everyIntegration(sql)).map(one => [one.id, one]))
  const weeks = passes.map(({ week }) => week)
  progress.of = await countReports(sql, since)
  let alerts = 0
  for await (const part of reportsSince(sql, since)) {
    for (const kept of part) {
      hearUnderAll(passes, senders.get(kept.integration), kept)
      progress.read += 1
      alerts += kept.report.alerts.length
      if (performance.now() > until || weeks.some(isFull))
        return { from: since.toISOString(), to: kept.at, reports: progress.read, isWhole: false, weeks }
      if (alerts < alertsAtOnce) continue
      alerts = 0
      await afterOthers()
    }
  }
  return { from: since.toISOString(), to: now.toISOString(), reports: progress.read, isWhole: true, weeks }
}

function hearUnderAll(passes: readonly Pass[], sender: Integration | undefined, { at, report }: KeptReport): void {
  if (!sender) return
  const { id: integration, service } = sender
  for (const { one, week } of passes) {
    const isShadow = sender.mode === 'shadow' && !one.liveShadows
    hearAgain(week, { at, sender: { integration, service, ...(isShadow && { isShadow }) }, report })
  }
}

async function standing(sql: Sql, since: Date, { rules, liveService }: Otherwise): Promise<Standing> {
  const all = (await listServices(sql)).map(one => (one.slug === liveService ? { ...one, mode: 'live' as const } : one))
  const silences = (await silencesFrom(sql, since.toISOString())).map(readySilence)
  return {
    services: new Map(all.map(one => [one.slug, one])),
    silences,
    rules: readyRules(rules ?? (await alertRulesNow(sql)).rules),
  }
}
