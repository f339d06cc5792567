import type { Sql } from '../../store/db.ts'
import { listPeople } from '../../store/people.ts'
import { badField } from '../answer.ts'

/** A file names people by their mail address, which people can read and every server of ours shares; who has none, by id. */
export interface PeopleByMail {
  /** The name that a file has for this id. */
  nameOf(id: string): string
  /** Throws where there is nobody of this name. */
  idOf(name: unknown, path: string): string
  has(name: string): boolean
  ids: readonly string[]
}

export async function peopleByMail(sql: Sql): Promise<PeopleByMail> {
  const people = (await listPeople(sql)).filter(one => one.kind === 'person')
  const names = new Map(people.map(({ id, email }) => [id, email ?? id]))
  const ids = new Map(
    people.flatMap(({ id, email }) => [[id, id] as const, [(email ?? id).toLowerCase(), id] as const]),
  )
  return {
    nameOf: id => names.get(id) ?? id,
    idOf(name, path) {
      const id = typeof name === 'string' ? ids.get(name.toLowerCase()) : undefined
      if (id !== undefined) return id
      const who = typeof name === 'string' ? name.slice(0, 254) : 'of this name'
      throw badField(path, `There is no person ${who}. Add them first: Settings, People.`)
    },
    has: name => ids.has(name.toLowerCase()),
    ids: people.map(({ id }) => id),
  }
}
