import type { LoadLine, LoadReport } from '../api/load.ts'
import { loadOf, type Span } from '../roster/load.ts'
import { shiftsBetween } from '../roster/shifts.ts'
import { absencesBetween } from '../store/absences.ts'
import type { Sql } from '../store/db.ts'
import { holidaysBetween } from '../store/holidays.ts'
import { readSchedules } from '../store/on-call.ts'
import { pagesHandedOver } from '../store/pages-handed-over.ts'
import { listPeople } from '../store/people.ts'

/** What being on call was like for each who was, the heaviest first. A person lives in the zone of the first schedule that has them. */
export async function loadReport(sql: Sql, from: string, to: string): Promise<LoadReport> {
  const [schedules, pages, away, free, people] = await Promise.all([
    readSchedules(sql),
    pagesHandedOver(sql, from, to),
    absencesBetween(sql, from, to),
    holidaysBetween(sql, from, to),
    listPeople(sql),
  ])
  const shifts = new Map<string, { zone: string; spans: Span[] }>()
  for (const schedule of schedules.values())
    for (const { person, ...span } of shiftsBetween(schedule, from, to)) {
      if (person === undefined) continue
      const mine = shifts.get(person) ?? { zone: schedule.zone, spans: [] }
      shifts.set(person, { ...mine, spans: [...mine.spans, span] })
    }
  const lines = people.flatMap(({ id, name }): LoadLine[] => {
    const { zone, spans } = shifts.get(id) ?? { zone: 'UTC', spans: [] }
    const paged = pages.filter(one => one.person === id).map(one => one.at)
    if (spans.length === 0 && paged.length === 0) return []
    const holidays = [...free, ...away.filter(one => one.person === id)]
    const { minutes, ...load } = loadOf({ zone, shifts: spans, holidays, pages: paged })
    const pagesPerShift = load.shifts === 0 ? null : rounded(load.pages / load.shifts)
    return [{ person: id, name, zone, ...load, hours: inHours(minutes), pagesPerShift }]
  })
  return { from, to, people: lines.toSorted((a, b) => b.hours.all - a.hours.all || (a.name < b.name ? -1 : 1)) }
}

const rounded = (number: number): number => Math.round(number * 100) / 100

function inHours({ holiday, night, weekend, weekday }: ReturnType<typeof loadOf>['minutes']): LoadLine['hours'] {
  const hours = (minutes: number) => rounded(minutes / 60)
  return {
    all: hours(holiday + night + weekend + weekday),
    weekday: hours(weekday),
    weekend: hours(weekend),
    night: hours(night),
    holiday: hours(holiday),
  }
}
