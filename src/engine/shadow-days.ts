import { type ShadowReport, shadowReport } from '../steps/intake/shadow-report.ts'
import type { Week } from '../steps/intake/week.ts'
import type { Sql } from '../store/db.ts'
import { type Integration, listIntegrations } from '../store/integrations.ts'
import type { Desk } from './desk.ts'
import { type GoneThrough, goThrough } from './go-through.ts'
import { zonesOf } from './noise-report.ts'

export interface ShadowDays {
  /** Those that are in shadow now. */
  senders: Integration[]
  gone: Omit<GoneThrough, 'weeks'>
  report: ShadowReport
}

/** The last days of the senders in shadow, of one service or of all. Undefined where too many look back already. */
export async function shadowDays(
  desk: Desk,
  sql: Sql,
  days: number,
  service?: string,
): Promise<ShadowDays | undefined> {
  const senders = (await listIntegrations(sql)).filter(one => one.mode === 'shadow')
  const zones = await zonesOf(desk, sql)
  const found = await goThrough(desk, sql, days, [{ liveShadows: true }])
  if (!found) return undefined
  const { weeks, ...gone } = found
  const shadows = new Set(senders.map(one => one.id))
  const report = shadowReport(weeks[0] as Week, {
    isTheirs: fire => shadows.has(fire.integration) && (service === undefined || fire.service === service),
    zoneOf: slug => zones.get(slug) ?? 'UTC',
  })
  return { senders, gone, report }
}

/** The same, where no sender is in shadow without looking at anything: `none`. */
export async function shadowDaysIfAny(desk: Desk, sql: Sql, days: number): Promise<ShadowDays | 'none' | undefined> {
  const isAny = (await listIntegrations(sql)).some(one => one.mode === 'shadow')
  return isAny ? shadowDays(desk, sql, days) : 'none'
}
