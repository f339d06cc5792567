import type { SideNote } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { hearsBeside } from '../steps/rally/side-channel.ts'
import { type KeptNote, sideNote } from '../store/side-notes.ts'
import { roomFeedOf } from './room-feed.ts'

const prefix = 'side '

/** After the commit: every node tells those who hear it. */
export const saidBeside = (desk: Desk, incident: string, note: string): void =>
  desk.live.changed(`${prefix}${incident} ${note}`)

/**
 * Hands what is said beside the lead to the open rooms of this node; returns how to stop. Who led when it was said never gets it
 * so, whatever this node knows of the timeline by now: its copy may be a moment old.
 */
export function tellBeside(desk: Desk): () => void {
  const tell = async (incident: string, id: string) => {
    const note = await sideNote(desk.db, incident, id)
    if (!note) return
    const is = roomFeedOf(desk).copy(incident)?.is
    const misses = (person: string) =>
      person === note.keptFrom || (is !== undefined && !hearsBeside(is, note, { id: person, kind: 'person' }))
    roomFeedOf(desk).say(incident, { type: 'side', incident, notes: [heard(note)] }, misses)
  }
  return desk.live.on('*', said => {
    const [, incident = '', id = ''] = said.split(' ')
    // Lost with the database: whoever hears it reads all of them again when their line is back.
    if (said.startsWith(prefix)) tell(incident, id).catch(() => {})
  })
}

/** As it is told: from whom it is kept is nobody's to read. */
export const heard = ({ id, text, by, at }: KeptNote): SideNote => ({ id, text, by, at })
