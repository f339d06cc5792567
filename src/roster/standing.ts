import { onCallAt, type Schedule } from './schedule.ts'
import type { Policy } from './spec.ts'
import { nextTurn } from './turns.ts'

/** Where one person stands in an escalation policy at one moment. People by id. */
export interface Standing {
  /** Called first, now. */
  now: string[]
  /** Which step calls this person; none: no step does now. */
  mine?: number
  /** Until when that holds: this person's turn, or else the first one's; none: nothing ends it that can be seen. */
  until?: string
  /** Who comes then. */
  handOverTo?: string
  /** Whom it calls after that, while nobody acknowledges. */
  after: { afterMs: number; people: string[] }[]
}

type Whom = Policy['steps'][number]['notify'][number]

export function standing(
  { steps, fallback }: Policy,
  schedules: ReadonlyMap<string, Schedule>,
  me: string,
  at: string,
): Standing {
  const scheduleOf = (whom: Whom) => ('schedule' in whom ? schedules.get(whom.schedule) : undefined)
  const onCall = (whom: Whom): string | undefined => {
    const schedule = scheduleOf(whom)
    return 'person' in whom ? whom.person : schedule && onCallAt(schedule, at)
  }
  const people = (notify: Whom[]) => notify.flatMap(whom => onCall(whom) ?? [])
  const place = steps.findIndex(step => people(step.notify).includes(me))
  const through = place < 0 ? steps[0]?.notify[0] : steps[place]?.notify.find(whom => onCall(whom) === me)
  const schedule = through && scheduleOf(through)
  const ends = schedule && nextTurn(schedule, at)
  const later = steps.slice(Math.max(0, place) + 1)
  return {
    now: people(steps[0]?.notify ?? []),
    ...(place >= 0 && { mine: place }),
    ...(ends && { until: ends.from }),
    ...(ends?.person && { handOverTo: ends.person }),
    after: [
      ...later.map(({ afterMs, notify }) => ({ afterMs, people: people(notify) })),
      ...(fallback ? [{ afterMs: later.at(-1)?.afterMs ?? 0, people: people([fallback]) }] : []),
    ],
  }
}
