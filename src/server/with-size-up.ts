import type { Desk } from '../engine/desk.ts'
import { fireline } from '../incident/entry.ts'
import { offered } from '../steps/consult/offered.ts'
import { type SizeUp, sizeUp } from '../steps/identify/size-up.ts'
import { whenAllRecovered } from '../steps/intake/say.ts'
import type { Sql } from '../store/db.ts'
import type { Head } from '../store/head.ts'

/** What the lead is asked once every alert has recovered. */
type Over = NonNullable<ReturnType<typeof whenAllRecovered>>

/** The incident with its size-up: what changed lately is read now, since it belongs to the service and not to the timeline. */
export async function withSizeUp(desk: Desk, sql: Sql, is: Head): Promise<Head & { sizeUp: SizeUp; isItOver?: Over }> {
  const tx = { query: sql.query.bind(sql), afterwards: [] }
  const ask = { id: is.id, by: fireline, at: desk.clock.at(), body: {} }
  const [recent, people] = await Promise.all([
    desk.loaders.recentChanges(tx, is, ask),
    is.calls.length > 0 ? desk.loaders.people(tx, is, ask) : undefined,
  ])
  const name = (person: string) => is.people.find(one => one.person === person)?.name ?? people?.get(person)?.name
  const isItOver = whenAllRecovered(is)
  return { ...is, ...(isItOver && { isItOver }), sizeUp: sizeUp(is, recent, name, offered(is).next) }
}
