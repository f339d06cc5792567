import { z } from 'zod'
import { type Absence, conflictsOf } from '../../roster/conflicts.ts'
import { shiftsBetween } from '../../roster/shifts.ts'
import { absencesWithin, addAbsence, deleteAbsence } from '../../store/absences.ts'
import type { Sql } from '../../store/db.ts'
import { readSchedules } from '../../store/on-call.ts'
import { created, notFound } from '../answer.ts'
import { type Route, route } from '../route.ts'
import { checkSpan, mustBeMine, personsById } from '../shift-people.ts'

const moment = z.iso
  .datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T08:00:00Z".' })
  .transform(at => new Date(at).toISOString())
const body = z
  .strictObject({ from: moment, to: moment, what: z.string().trim().min(1).max(200).default('away') })
  .refine(({ from, to }) => from < to, { message: 'Ends after it begins.', path: ['to'] })

const yearMs = 366 * 24 * 3_600_000
const theirs = 'You say when you are away; an admin says it for others.'

/** When somebody cannot be on call: seen on the on-call page before their shift, never a reason to page nobody. */
export const absenceRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/people/:person/absences',
    action: 'read',
    says: 'When this person is away in the coming year.',
    async run({ sql, desk, params }) {
      const now = desk.clock.now().getTime()
      const year = { from: new Date(now).toISOString(), to: new Date(now + yearMs).toISOString() }
      return { absences: await absencesWithin(sql, params.person, year) }
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/people/:person/absences',
    action: 'respond',
    says: 'Says that this person is away; answers where they are to be on call then.',
    body,
    async run({ tx, desk, who, params, body }) {
      mustBeMine(who, params.person, theirs)
      if (!(await personsById(tx)).has(params.person)) throw notFound('such person')
      checkSpan(body, desk.clock.at())
      const made = await addAbsence(tx, { person: params.person, ...body }, desk.clock.now())
      return created({ ...made, conflicts: await conflictsWith(tx, made) })
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/people/:person/absences/:absence',
    action: 'respond',
    says: 'This person is there after all.',
    async run({ tx, who, params }) {
      mustBeMine(who, params.person, theirs)
      if (!(await deleteAbsence(tx, params.person, params.absence))) throw notFound('such absence')
      return { id: params.absence }
    },
  }),
]

async function conflictsWith(sql: Sql, away: Absence): Promise<object[]> {
  return [...(await readSchedules(sql))].flatMap(([schedule, spec]) =>
    conflictsOf(shiftsBetween(spec, away.from, away.to), [away]).map(one => ({ schedule, ...one })),
  )
}
