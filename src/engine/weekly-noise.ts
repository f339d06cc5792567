import { letters } from '../steps/notify/letters.ts'
import { inTransaction } from '../store/db.ts'
import { personById } from '../store/people.ts'
import { oweWeeklyMail, wantsWeeklyMail, weeklyMailToken } from '../store/weekly-mail.ts'
import type { Desk } from './desk.ts'
import { noiseReport } from './noise-report.ts'
import type { Outside } from './outside.ts'
import type { Perform } from './perform.ts'
import { noMail, sendLetter } from './send-letter.ts'
import { shadowDaysIfAny } from './shadow-days.ts'

const dayMs = 24 * 3_600_000
const days = 7
const weekMs = days * dayMs
/** 1970-01-05 was the first Monday; the week is told of at 07:00 UTC. */
const firstMondayMs = 4 * dayMs + 7 * 3_600_000

/** The last Monday, 07:00 UTC. */
export const weekEndedBefore = (now: Date): Date =>
  new Date(now.getTime() - ((((now.getTime() - firstMondayMs) % weekMs) + weekMs) % weekMs))

/** Looks whether a week has ended, and owes its mail to each who wants it. */
export async function tellOfTheWeek(desk: Desk): Promise<void> {
  const now = desk.clock.now()
  const owed = await inTransaction(desk.db, tx => oweWeeklyMail(tx, weekEndedBefore(now), now))
  if (owed > 0) desk.wake()
}

/** The week's ten noisiest, and what a sender in shadow would have done, to one person who asked for it and still wants it. */
export function performWeeklyNoise(outside: Outside): Perform<'weekly-noise'> {
  return async (owed, desk) => {
    const person = await personById(desk.db, owed.body.person)
    if (!person?.email || !(await wantsWeeklyMail(desk.db, person.id)))
      return { outcome: 'delivered', answer: 'No longer wanted.' }
    if (!outside.mail) return noMail
    const off = `${outside.url()}/u/${weeklyMailToken(outside.secrets, person.id)}`
    const shadow = await shadowDaysIfAny(desk, desk.db, days)
    if (!shadow) return { outcome: 'retry', answer: 'Too many look back at once.' }
    const { noisy } = await noiseReport(desk, desk.db, days)
    const beside = shadow === 'none' ? undefined : shadow.report
    const letter = letters.week({ noisy, beside }, outside.url(), off)
    const written = owed.repeat ? letters.asRepeat(letter) : letter
    return sendLetter(owed, outside, { ...written, id: `week-${owed.id}`, to: person.email, off })
  }
}
