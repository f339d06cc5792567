import { contactInWords } from '../../roster/contact-name.ts'
import type { Schedule } from '../../roster/schedule.ts'
import { shiftsBetween } from '../../roster/shifts.ts'
import type { OnCallWord } from './on-call-words.ts'
import { clock } from './say.ts'
import type { TestCall } from './test-call.ts'

/** Who is asked has so long to answer; then others hear of it. */
export const answerWithinMs = 30 * 60_000

/** Somebody came on call. */
export interface Begun {
  schedule: string
  person: string
  startsAt: string
  /** Who was on call until then; none at a gap. */
  outgoing?: string
}

/** Shifts that began after `from`, until `to`, on any of these schedules; who begins several at once is asked once. */
export function begunBetween(schedules: ReadonlyMap<string, Schedule>, from: string, to: string): Begun[] {
  const until = new Date(Date.parse(to) + 1).toISOString()
  const all = [...schedules].flatMap(([schedule, spec]) => {
    const shifts = shiftsBetween(spec, from, until)
    return shifts.slice(1).flatMap(({ person, from: startsAt }, n): Begun[] => {
      const outgoing = shifts[n]?.person
      return person ? [{ schedule, person, startsAt, ...(outgoing && { outgoing }) }] : []
    })
  })
  return all.filter(
    (one, n) => all.findIndex(({ person, startsAt }) => person === one.person && startsAt === one.startsAt) === n,
  )
}

/** A reach check, and each quiet page of it. */
export interface ReachCheck {
  id: string
  schedule: string
  person: { id: string; name: string }
  outgoing?: { id: string; name: string }
  startsAt: string
  /** Unanswered by then, others are told. */
  tellAt: string
  toldAt?: string
  calls: Omit<TestCall, 'person'>[]
}

export type ReachState = 'waiting' | 'confirmed' | 'unanswered'

/** One tap is enough, over whatever channel, and also after the time is over. */
export function reachState({ calls, tellAt }: Pick<ReachCheck, 'calls' | 'tellAt'>, at: string): ReachState {
  if (calls.some(call => call.state === 'tapped')) return 'confirmed'
  return at < tellAt ? 'waiting' : 'unanswered'
}

export const reachSays = {
  headline: (schedule: string) => `You are on call now (${schedule}): does this reach you?`,
  lines: (startsAt: string, tellAt: string, zone: string) => [
    `Your shift began at ${clock(startsAt, zone)}. Nothing is on fire.`,
    `One tap says that pages reach you. Without one by ${clock(tellAt, zone)}, whoever had it before you and the team are told.`,
  ],
  button: 'It reaches me',
  toOutgoing: ({ person, schedule, startsAt }: ReachCheck, zone: string): OnCallWord => ({
    headline: `${person.name} came on call after you and has not answered`,
    lines: [
      `You went off call on ${schedule} at ${clock(startsAt, zone)}. ${person.name} was asked over every channel since, and nobody tapped.`,
      `Ring ${person.name}, or stay reachable until somebody else is on call:`,
    ],
  }),
  toTeam: (check: ReachCheck, zone: string): OnCallWord => ({
    headline: `It is not known whether ${check.person.name} can be paged (${check.schedule})`,
    lines: [
      `${check.person.name} came on call at ${clock(check.startsAt, zone)} and has not answered the reach check.`,
      ...(check.calls.length === 0 ? ['No channel is set up for them: nothing could be tried.'] : []),
      ...check.calls.map(how),
      'Who is on call, and how to put somebody else there:',
    ],
  }),
}

/** `ntfy: handed over, not tapped`, `mail: not handed over (550 no such user)`. */
function how({ channel, state, attempts }: ReachCheck['calls'][number]): string {
  if (state === 'handed over') return `${contactInWords(channel)}: handed over, not tapped`
  const answer = attempts.at(-1)?.answer.slice(0, 120)
  return `${contactInWords(channel)}: not handed over${answer ? ` (${answer})` : ''}`
}
