import { createHash } from 'node:crypto'
import { nextLookMs } from '../roster/calendar-feed.ts'
import { type ReadCalendar, readIcal } from '../roster/ical-read.ts'
import { replaceAbsences } from '../store/absences.ts'
import { isStillRead, type KeptFeed, saveFailure, saveFilled, saveSame, takeDueFeeds } from '../store/calendar-feeds.ts'
import { inTransaction } from '../store/db.ts'
import { saveHolidays } from '../store/holidays.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import type { Outside } from './outside.ts'
import { atOnce, type Taking } from './taking.ts'

const mostAtOnce = 2
/** As large as a file that is uploaded may be. */
const mostBytes = 500_000
const timeoutMs = 10_000
const dayMs = 24 * 3_600_000
const yearMs = 366 * dayMs

/** Reads the calendars that are due. What cannot be read now leaves what it said before. */
export function calendarReader(desk: Desk, { outbound, secrets }: Pick<Outside, 'outbound' | 'secrets'>): Taking {
  return atOnce(desk, mostAtOnce, 'a calendar', {
    take: room => takeDueFeeds(desk.db, secrets, desk.clock.now(), room),
    work: feed => readOnce(desk, outbound, feed),
  })
}

async function readOnce(desk: Desk, outbound: Outside['outbound'], feed: KeptFeed): Promise<void> {
  const nextAt = (failures: number) => new Date(desk.clock.now().getTime() + nextLookMs(failures))
  try {
    const got = await fetched(outbound, feed, desk.clock.now())
    const at = desk.clock.now()
    if (got === 'same') return await saveSame(desk.db, feed.id, at, nextAt(0))
    const { read, etag, digest } = got
    await inTransaction(desk.db, async tx => {
      if (!(await isStillRead(tx, feed.id))) return
      const times = read.events.map(({ from, to, title }) => ({ from, to, what: title }))
      if (feed.person) await replaceAbsences(tx, feed.person, feed.source, times, at)
      else await saveHolidays(tx, feed.source, times, at)
      await saveFilled(tx, feed.id, { at, nextAt: nextAt(0), etag, digest, events: times.length, left: read.left })
    })
  } catch (error) {
    const failures = feed.failures + 1
    const trouble = reason(error).slice(0, 300).toWellFormed()
    await saveFailure(desk.db, feed.id, { at: desk.clock.now(), failures, trouble, nextAt: nextAt(failures) })
  }
}

interface Got {
  read: ReadCalendar
  etag?: string
  digest: string
}

/** Once a day it is gone through anew, though nothing changed: what repeats goes on into time that was too far away before. */
async function fetched(outbound: Outside['outbound'], feed: KeptFeed, now: Date): Promise<Got | 'same'> {
  const isFresh = feed.filledAt !== undefined && now.getTime() - Date.parse(feed.filledAt) < dayMs
  const answer = await outbound.send(
    {
      method: 'GET',
      url: feed.url,
      headers: { accept: 'text/calendar', ...(isFresh && feed.etag && { 'if-none-match': feed.etag }) },
      redact: [feed.url, new URL(feed.url).pathname],
      timeoutMs,
      mostBytes: mostBytes + 1,
    },
    AbortSignal.timeout(timeoutMs),
  )
  if (answer.status === 304 && isFresh) return 'same'
  if (answer.status !== 200) throw new Error(wordsOf(answer.status))
  if (Buffer.byteLength(answer.body) > mostBytes) throw new Error('It is larger than 500 KB.')
  const digest = createHash('sha256').update(answer.body).digest('hex')
  if (isFresh && digest === feed.digest) return 'same'
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString()
  const read = readIcal(answer.body, { from: at(-31 * dayMs), to: at(2 * yearMs), zone: feed.zone })
  if (!read) throw new Error('What is there is no calendar: it has no BEGIN:VCALENDAR.')
  // It goes back in a header: what could not stand in one is not kept.
  const etag = /^[\x21-\x7e]{1,200}$/.exec(answer.headers['etag'] ?? '')?.[0]
  return { read, etag, digest }
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400)
    return `It answers ${status}: it is somewhere else. Give the address that it leads to.`
  if (status === 401 || status === 403) return `It answers ${status}: it wants a sign-in. Give its secret address.`
  return `It answers ${status}.`
}
