import type { Next } from '../../incident/decision.ts'
import { later } from '../../incident/obligation.ts'

const halfAnHourMs = 30 * 60_000

/** The ways forward of this step. A `null` is for the person to fill in. */
export const next = {
  reopen: { label: 'Reopen it', command: 'reopen', body: {} } satisfies Next,
  pageSomebody: { label: 'Page a person', command: 'page', body: { person: null } } satisfies Next,
  callInPeople: { label: 'Call somebody in', command: 'call-in', body: { people: null } } satisfies Next,
  callInTheTeam: (team: string): Next => ({ label: 'Call in the team', command: 'call-in', body: { team } }),
  /** Whoever is on call elsewhere. */
  pageSchedule: (schedule: string, name: string): Next => ({
    label: `Page ${name}, on call on "${schedule}"`,
    command: 'page',
    body: { schedule },
  }),
  quietUntil: (label: string, at: string, ms = halfAnHourMs): Next => ({
    label,
    command: 'snooze',
    body: { untilAt: later(at, ms) },
  }),
  resolve: { label: 'Resolve it', command: 'resolve', body: { summary: null } } satisfies Next,
  /** The same words, with a promise that can be kept, or with none. */
  postAgain: (said: { text: string; audience: string }, at: string): Next[] => [
    {
      label: 'Post it, next word in 30 min',
      command: 'post-update',
      body: { ...said, nextUpdateDueAt: later(at, halfAnHourMs) },
    },
    { label: 'Post it without a time', command: 'post-update', body: { ...said, nextUpdateDueAt: null } },
  ],
}
