import { fireline } from '../incident/entry.ts'
import type { RecentChange } from '../incident/known.ts'
import { channelOf } from '../roster/contact-name.ts'
import type { Person } from '../roster/person.ts'
import type { Place } from '../steps/notify/storm.ts'
import { type Minted, mintCalls } from '../store/capabilities.ts'
import { changesOfAll } from '../store/changes.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { personById } from '../store/people.ts'
import type { Desk } from './desk.ts'
import { type Reached, reachedOver } from './hand-over.ts'
import { type Holding, type Leaving, makeRoom } from './make-room.ts'
import type { Outside } from './outside.ts'
import { rosterIn } from './remembered-roster.ts'

/** What has to be kept before a call leaves, and what its message says beyond the timeline. */
export interface ReadyCall {
  place: Place
  person: Person
  reached: Reached
  /** None where it does not ring. */
  minted?: Minted
  changes: readonly RecentChange[]
  zone: string
}

/** By call. Who cannot be called is not in it, nor, where we do not wait, whose pages another transaction decides about. */
export type ReadyCalls = (
  desk: Desk,
  tx: Tx,
  calls: readonly Leaving[],
  holding: Holding,
) => Promise<Map<string, ReadyCall>>

/**
 * Room under the cap, links and buttons of many calls at once, in the transaction that owes them or one of their own. What is beyond the
 * cap is held there, and the message that tells it is owed there: it is told there or nowhere lost.
 */
export function readyCalls(outside: Outside): ReadyCalls {
  return async (desk, tx, calls, holding) => {
    const known = await knownOf(desk, tx, outside, calls)
    const [places, changesOf] = await Promise.all([
      makeRoom(desk, tx, known, holding),
      changesOfAll(
        tx,
        known.map(one => one.is),
        desk.clock.at(),
      ),
    ])
    const ready = known.flatMap(one => {
      const place = places.get(one.call.id)
      return place ? [{ ...one, place, changes: changesOf(one.is) }] : []
    })
    const ringing = ready.filter(one => one.place === 'rings').map(aboutLink)
    const minted = await mintCalls(tx, outside.secrets, desk.clock.now(), ringing, commands)
    return new Map(ready.map(one => [one.call.id, { ...one, minted: minted.get(one.call.id) }]))
  }
}

/** The same for one, by itself; nothing when its person or channel is gone. */
export const readyAlone = (ready: ReadyCalls, desk: Desk, one: Leaving): Promise<ReadyCall | undefined> =>
  inTransaction(desk.db, async tx => {
    tx.afterwards.push(() => desk.wake())
    return (await ready(desk, tx, [one], 'waits')).get(one.call.id)
  })

/** What the buttons of a call do. */
export const commands = ['acknowledge', 'i-cannot'] as const

const aboutLink = ({ call, is, person }: Leaving & { person: Person }) => ({
  incident: is.id,
  person: person.id,
  name: person.name,
  call: call.id,
})

/** Those whose person and channel are there, with what is known of both; the zone is where those of the policy live. */
async function knownOf(desk: Desk, tx: Tx, outside: Outside, calls: readonly Leaving[]) {
  const roster = { ...tx, query: rosterIn(desk, tx) }
  const all = await Promise.all(
    calls.map(async one => {
      const channel = outside.channels.get(channelOf(one.body.channel))
      const person = channel && (await personById(roster, one.body.person))
      if (!person) return []
      const reached = await reachedOver(roster, person.id, channel, outside)
      const ask = { id: one.is.id, by: fireline, at: desk.clock.at(), body: {} }
      const { zone } = one.is.policy ?? (await desk.loaders.policySpec(roster, one.is, ask))
      return [{ ...one, person, reached, zone }]
    }),
  )
  return all.flat()
}
