import { type Gap, gapsBetween } from './gaps.ts'
import type { Schedule } from './schedule.ts'
import { shiftsBetween } from './shifts.ts'
import type { Policy } from './spec.ts'

type Whom = Policy['steps'][number]['notify'][number]

/** A time in which the first step of a policy calls nobody. `thenMs`: when a later step would call somebody, since the begin; none: nobody at all. */
export interface PolicyGap extends Gap {
  thenMs?: number
}

/** Who is in the schedule and no longer there calls nobody, as if the time were nobody's. */
export function policyGaps(
  { steps, fallback }: Policy,
  schedules: ReadonlyMap<string, Schedule>,
  isThere: (person: string) => boolean,
  from: string,
  to: string,
): PolicyGap[] {
  const nobodyOf = (notify: Whom[], begin: string, end: string): Gap[] =>
    notify.some(one => 'person' in one && isThere(one.person))
      ? []
      : gapsBetween(
          notify.flatMap(one => ('schedule' in one ? present(schedules.get(one.schedule), isThere, begin, end) : [])),
          begin,
          end,
        )
  const last = steps.at(-1)?.afterMs ?? 0
  const later = [...steps.slice(1), ...(fallback ? [{ afterMs: last, notify: [fallback] }] : [])]
  return nobodyOf(steps[0]?.notify ?? [], from, to).map(gap => {
    const next = later.find(({ notify }) => nobodyOf(notify, gap.from, gap.to).length === 0)
    return { ...gap, ...(next && { thenMs: next.afterMs }) }
  })
}

/** The same times as one layerless schedule: only those of people who are there. */
function present(
  schedule: Schedule | undefined,
  isThere: (person: string) => boolean,
  from: string,
  to: string,
): Schedule[] {
  if (!schedule) return []
  const overrides = shiftsBetween(schedule, from, to).flatMap(({ person, ...span }) =>
    person !== undefined && isThere(person) ? [{ person, ...span }] : [],
  )
  return [{ zone: schedule.zone, layers: [], overrides }]
}
