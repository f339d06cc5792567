import type { LoadLine, LoadReport } from '../api/load.ts'
import { loadOf, type Span } from '../roster/load.ts'
import { shiftsBetween } from '../roster/shifts.ts'
import { absencesBetween } from '../store/absences.ts'
import type { Sql } from '../store/db.ts'
import { holidaysBetween } from '../store/holidays.ts'
import { readSchedules } from '../store/on-call.ts'
import { pagesHandedOver } from '../store/pages-handed-over.ts'
import { listPeople } from '../store/people.ts'
import { shadowMinutesBetween } from '../store/shadow-hours.ts'

/** What being on call was like for each who was, the heaviest first. Each shift is counted by the clocks of its own schedule. */
export async function loadReport(sql: Sql, from: string, to: string): Promise<LoadReport> {
  const [schedules, pages, away, free, people, watched] = await Promise.all([
    readSchedules(sql),
    pagesHandedOver(sql, from, to),
    absencesBetween(sql, from, to),
    holidaysBetween(sql, from, to),
    listPeople(sql),
    shadowMinutesBetween(sql, from, to),
  ])
  const shifts = new Map<string, ZonedShift[]>()
  for (const schedule of schedules.values())
    for (const { person, ...span } of shiftsBetween(schedule, from, to)) {
      if (person === undefined) continue
      shifts.set(person, [...(shifts.get(person) ?? []), { ...span, zone: schedule.zone }])
    }
  const lines = people.flatMap(({ id, name }): LoadLine[] => {
    const spans = shifts.get(id) ?? []
    const zones = [...new Set(spans.map(one => one.zone))]
    const paged = pages.filter(one => one.person === id).map(one => one.at)
    const shadowHours = rounded((watched.get(id) ?? 0) / 60)
    if (spans.length === 0 && paged.length === 0 && shadowHours === 0) return []
    const holidays = [...free, ...away.filter(one => one.person === id)]
    const { minutes, ...load } = loadOf({ zone: zones[0] ?? 'UTC', shifts: spans, holidays, pages: paged })
    const pagesPerShift = load.shifts === 0 ? null : rounded(load.pages / load.shifts)
    return [
      {
        person: id,
        name,
        zone: zones.join(' + ') || 'UTC',
        ...load,
        hours: inHours(minutes),
        pagesPerShift,
        shadowHours,
      },
    ]
  })
  return { from, to, people: lines.toSorted((a, b) => b.hours.all - a.hours.all || (a.name < b.name ? -1 : 1)) }
}

type ZonedShift = Span & { zone: string }

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
