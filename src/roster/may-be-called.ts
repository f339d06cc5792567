import type { Schedule } from './schedule.ts'
import type { Policy } from './spec.ts'

/** Everybody whom this policy may ever call, by id: those that it names, and all who take turns on its schedules. */
export function mayBeCalled({ steps, fallback }: Policy, schedules: ReadonlyMap<string, Schedule>): string[] {
  const named = [...steps.flatMap(({ notify }) => notify), ...(fallback ? [fallback] : [])]
  const people = named.flatMap(one =>
    'person' in one ? [one.person] : (schedules.get(one.schedule)?.layers.flatMap(layer => layer.people) ?? []),
  )
  return [...new Set(people)]
}
