import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { isDatabaseAway, savingOf } from '../engine/saving.ts'
import { roomFeedOf } from '../hosts/room-feed.ts'
import type { Person } from '../roster/person.ts'
import { incidentNamed } from '../store/head.ts'
import { knownCallersOf } from './known-callers.ts'
import type { Route } from './route.ts'

interface Asked {
  desk: Desk
  route: Route
  request: FastifyRequest
  reply: FastifyReply
  recognise(): Promise<Principal>
  /** Throws the no to who may not. */
  allow(who: Principal, incident?: string): void
  query(): unknown
}

/** `work`, or while the database is away what this node knows, with its age in `fireline-as-of` (RFC 3339). Reads only. */
export async function orFromCopy(asked: Asked, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    const answer = asked.route.fromCopy && isDatabaseAway(error) ? await fromCopy(asked) : undefined
    if (answer === undefined) throw error
    return answer
  }
}

async function fromCopy({ desk, route, request, reply, recognise, allow, query }: Asked): Promise<unknown> {
  const who = await recognise()
  const feed = roomFeedOf(desk)
  const { incident: name } = request.params as { incident?: string }
  const incident = name === undefined ? undefined : feed.named(name)
  allow(who, incident)
  const copy = incident === undefined ? undefined : feed.copy(incident)
  if (name !== undefined && !copy) return undefined
  const answer = route.fromCopy?.({ desk, who, query: query(), copy, request, reply })
  const asOf = copy?.asOf ?? savingOf(desk).awaySince() ?? desk.clock.at()
  if (answer !== undefined && !reply.raw.headersSent) reply.header('fireline-as-of', asOf)
  return answer
}

/** The id of an incident: of one that this node keeps it is known without asking. */
export async function roomNamed(desk: Desk, name: string): Promise<string | undefined> {
  return roomFeedOf(desk).named(name) ?? (await savingOf(desk).orAway(() => incidentNamed(desk.db, name)))
}

/** Whoever stands on a timeline that this node keeps, or was recognised by it lately. */
export function peopleKnown(desk: Desk): Pick<Person, 'id' | 'kind' | 'name'>[] {
  const joined = roomFeedOf(desk)
    .copies()
    .flatMap(({ is }) => is.people.map(({ person, name }) => ({ id: person, kind: 'person' as const, name })))
  const callers = knownCallersOf(desk)
    .all()
    .flatMap(({ who }) => (who.kind === 'capability' ? [] : [{ id: who.id, kind: who.kind, name: who.name }]))
  return [...new Map([...joined, ...callers].map(one => [one.id, one])).values()]
}
