import { createContext, useContext } from 'react'
import type { Place } from '../../api/room-messages.ts'
import type { Next } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Looker } from '../../incident/next.ts'
import type { SizeUp } from '../../steps/identify/size-up.ts'
import type { Failed, Refused } from './client.ts'
import { isWords, type Unsent, type UnsentWords } from './unsent.ts'

/** What every part of the room needs: the incident, who looks, and how to ask. */
export interface Room {
  is: Incident
  entries: readonly Entry[]
  /** What the server adds to the timeline: what changed nearby, and whether it was seen before. */
  sizeUp: SizeUp | undefined
  me: Looker & { name: string }
  people: readonly { id: string; name: string }[]
  present: readonly { id: string; name: string }[]
  /** What others have chosen here, by person: `E3`. */
  looking: Readonly<Record<string, string>>
  /** Who was connected and is not any more, with since when; a keyboard is kept for 10 s, the lead for 60 s. */
  gone: ReadonlyMap<string, Date>
  now: Date
  nameOf(person: string): string
  /** Asks at once, or opens the form of what is still open. `at` says where a no is shown. */
  press(next: Next, at?: string): void
  /** Asks, of another incident where it is named, and throws the no to the caller. */
  ask(command: string, body: Next['body'], incident?: string): Promise<void>
  no?: { at: string; error: Refused | Failed }
  busy: boolean
  /** What is looked at, by its short reference: `E3`, `H1`. */
  selection?: string
  select(ref: string): void
  /** Brings a part of the room into sight, with the keyboard's focus. */
  go(place: Place): void
  /** What I wrote that is not saved yet, and who keeps it. */
  unsent: readonly Unsent[]
  words: UnsentWords | undefined
  /** Why nothing can be changed from this picture; undefined while it is true. */
  tooOld: string | undefined
  /** Since when Fireline cannot keep anything. */
  cannotSaveSince: Date | undefined
  /** As of when this is, where it is the copy of a server that can read nothing. */
  asOf?: Date
}

/** For a button whose command must wait until the picture is true again: it can still be reached, and says why. */
export const heldBack = ({ tooOld }: Pick<Room, 'tooOld'>, command: string) =>
  tooOld && !isWords(command) ? { 'aria-disabled': true, 'aria-describedby': tooOldId } : {}

/** Where the room says why. */
export const tooOldId = 'too-old'

export const RoomContext = createContext<Room | undefined>(undefined)

/** The marks of a thing that can be chosen: J and K move over it, and who follows the lead sees it marked. */
export const thing = ({ selection }: Pick<Room, 'selection'>, ref: string) => ({
  'data-item': true,
  'data-ref': ref,
  'data-chosen': selection === ref || undefined,
  tabIndex: -1,
})

export function useRoom(): Room {
  const room = useContext(RoomContext)
  if (!room) throw new Error('this part belongs into a room')
  return room
}
