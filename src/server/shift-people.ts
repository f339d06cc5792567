import { may, type Principal } from '../access/may.ts'
import type { Person } from '../roster/person.ts'
import type { Schedule } from '../roster/schedule.ts'
import type { Sql } from '../store/db.ts'
import { readSchedules } from '../store/on-call.ts'
import { listPeople } from '../store/people.ts'
import { ApiError, badField, notFound } from './answer.ts'

/** Who may be on call: persons, by id. */
export async function personsById(sql: Sql): Promise<Map<string, Person>> {
  return new Map((await listPeople(sql)).filter(one => one.kind === 'person').map(one => [one.id, one]))
}

export async function scheduleNamed(
  sql: Sql,
  slug: string,
): Promise<{ schedule: Schedule; schedules: Map<string, Schedule> }> {
  const schedules = await readSchedules(sql)
  const schedule = schedules.get(slug)
  if (!schedule) throw notFound(`schedule "${slug}"`)
  return { schedule, schedules }
}

export function personNamed(people: ReadonlyMap<string, Person>, id: string, path: string): Person {
  const person = people.get(id)
  if (!person) throw badField(path, `There is no person ${id}.`)
  return person
}

/** A time that lies ahead at least in part, and is no longer than a year. */
export function checkSpan({ from, to }: { from: string; to: string }, at: string, where = ''): void {
  if (Date.parse(to) <= Date.parse(at)) throw badField(`${where}to`, 'That time is over already.')
  if (Date.parse(to) - Date.parse(from) > 366 * 24 * 3_600_000) throw badField(`${where}to`, 'At most a year.')
}

/** An admin arranges for everybody; everybody else for themselves. */
export function mustBeMine(who: Principal, person: string, otherwise: string): void {
  if (who.kind !== 'nobody' && (who.id === person || may(who, 'settings:write'))) return
  throw new ApiError(403, 'not-allowed', otherwise)
}
