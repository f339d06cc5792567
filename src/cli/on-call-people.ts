import type { Client } from '../api/client.ts'
import type { Person } from '../roster/person.ts'

/** Who asks, where that is a person. */
export async function whoIAm(api: Client): Promise<{ id: string; name: string }> {
  const me = await api.get<{ kind: string; id: string; name: string }>('/api/v1/me')
  if (me.kind !== 'person') throw new Error('Only a person is on call: sign in as one (fireline login).')
  return me
}

/** People as they are named at a terminal: by mail address, name, or id. */
export async function peopleNamed(api: Client, named: readonly string[]): Promise<Person[]> {
  if (named.length === 0) return []
  const { people } = await api.get<{ people: Person[] }>('/api/v1/people')
  return named.map(one => personNamed(people, one))
}

function personNamed(people: readonly Person[], named: string): Person {
  const said = named.trim().toLowerCase()
  const found = people.filter(one => [one.id, one.email?.toLowerCase(), one.name.toLowerCase()].includes(said))
  const [only, ...others] = found
  if (!only) throw new Error(`There is no person ${named}. Name them by mail address, or as they are called here.`)
  if (others.length > 0) throw new Error(`Several people are called ${named}. Name them by mail address.`)
  return only
}
