import { z } from 'zod'
import { conflictsOf } from '../../roster/conflicts.ts'
import { policyGaps } from '../../roster/policy-gaps.ts'
import { onCallAt } from '../../roster/schedule.ts'
import { shiftsBetween } from '../../roster/shifts.ts'
import { stateOf } from '../../roster/swap.ts'
import { nextTurn } from '../../roster/turns.ts'
import { absencesBetween } from '../../store/absences.ts'
import { holidaysBetween } from '../../store/holidays.ts'
import { listServices } from '../../store/loaders.ts'
import { readSchedules } from '../../store/on-call.ts'
import { readOverrides } from '../../store/overrides.ts'
import { newestNotes } from '../../store/shift-notes.ts'
import { swapsAfter } from '../../store/swaps.ts'
import { badField } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { personsById, scheduleNamed } from '../shift-people.ts'
import { allPolicies } from './on-call.ts'

const moment = z.iso
  .datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T08:00:00Z".' })
  .transform(at => new Date(at).toISOString())
const span = z.strictObject({ from: moment, to: moment })
const mostMs = 100 * 24 * 3_600_000

function checkSpan({ from, to }: z.output<typeof span>): void {
  if (from >= to) throw badField('query.to', 'Ends after it begins.')
  if (Date.parse(to) - Date.parse(from) > mostMs) throw badField('query.to', 'At most 100 days at once.')
}

const shifts = route({
  method: 'GET',
  path: '/api/v1/schedules/:slug/shifts',
  action: 'read',
  says: 'Who is on call from one time to another: each shift begins where the one before ends, a gap has no person.',
  query: span,
  async run({ sql, params, query }) {
    checkSpan(query)
    const { schedule } = await scheduleNamed(sql, params.slug)
    const people = await personsById(sql)
    const shifts = shiftsBetween(schedule, query.from, query.to)
    return {
      schedule: params.slug,
      zone: schedule.zone,
      shifts: shifts.map(({ person, ...one }) => ({
        ...one,
        person: person ? { id: person, name: people.get(person)?.name ?? null } : null,
      })),
    }
  },
})

const week = route({
  method: 'GET',
  path: '/api/v1/on-call/week',
  action: 'read',
  says: 'A time of the on-call page: each schedule with its shifts and who is on now and next, each policy with its gaps, overrides, swaps, who is away, and what was left for the next.',
  query: span,
  async run({ sql, desk, query }) {
    checkSpan(query)
    const { from, to } = query
    const at = desk.clock.at()
    const [schedules, policies, services, people, overrides, swaps, absences, notes, holidays] = await Promise.all([
      readSchedules(sql),
      allPolicies(sql),
      listServices(sql),
      personsById(sql),
      readOverrides(sql),
      swapsAfter(sql, desk.clock.now()),
      absencesBetween(sql, from, to),
      newestNotes(sql),
      holidaysBetween(sql, from, to),
    ])
    const known = new Set(policies.map(one => one.slug))
    const isThere = (person: string) => people.has(person)
    const lanes = [...schedules].map(([schedule, spec]) => {
      const shifts = shiftsBetween(spec, from, to)
      return {
        schedule,
        zone: spec.zone,
        now: onCallAt(spec, at) ?? null,
        next: nextTurn(spec, at) ?? null,
        people: [...new Set(spec.layers.flatMap(layer => layer.people))],
        shifts,
        overrides: overrides.filter(one => one.schedule === schedule && one.to > from && one.from < to),
        conflicts: conflictsOf(shifts, absences),
        note: notes.get(schedule) ?? null,
      }
    })
    return {
      at,
      from,
      to,
      people: [...people.values()].map(({ id, name }) => ({ id, name })),
      schedules: lanes,
      policies: policies.map(policy => ({
        policy: policy.slug,
        steps: policy.steps,
        fallback: policy.fallback ?? null,
        services: services
          .filter(one => (one.policy && known.has(one.policy) ? one.policy : 'default') === policy.slug)
          .map(({ slug, name }) => ({ slug, name })),
        gaps: policyGaps(policy, schedules, isThere, from, to),
      })),
      swaps: swaps.map(one => ({ ...one, state: stateOf(one, at) })),
      absences,
      holidays,
    }
  },
})

export const onCallWeekRoutes = (): Route[] => [shifts, week]
