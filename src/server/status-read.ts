import { later } from '../incident/obligation.ts'
import {
  type Disturbance,
  pageOfNoParts,
  pastOf,
  type StatusPage,
  type StatusView,
  statusView,
} from '../steps/notify/status-page.ts'
import { announcedOf } from '../store/announced.ts'
import type { Sql } from '../store/db.ts'
import { listPlannedWork } from '../store/planned-work.ts'
import { listStatusPages } from '../store/status-pages.ts'
import { pastDays } from './status-past.ts'

const dayMs = 24 * 3_600_000
/** More than fit on a page that is read. */
const most = { now: 50, past: 200 }

/** How it is now. */
export async function readStatus(sql: Sql, page: StatusPage, at: string): Promise<StatusView> {
  const [announced, work] = await Promise.all([
    announcedOf(sql, servicesOf(page), { limit: most.now }),
    listPlannedWork(sql, at),
  ])
  return statusView(page, announced, work, at)
}

/** What is over, of the days that are told. */
export async function readPast(sql: Sql, page: StatusPage, at: string): Promise<Disturbance[]> {
  const since = later(at, -pastDays * dayMs)
  return pastOf(page, await announcedOf(sql, servicesOf(page), { since, limit: most.past }))
}

const servicesOf = (page: StatusPage): string[] | undefined =>
  page === pageOfNoParts ? undefined : page.components.map(one => one.service)

/** The page of the house: the oldest that everybody may read, the one of no parts where none was made, none where all are for some. */
export async function firstPage(sql: Sql): Promise<StatusPage | undefined> {
  const pages = await listStatusPages(sql)
  return pages.length === 0 ? pageOfNoParts : pages.find(page => page.isPublic)
}
