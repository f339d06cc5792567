import { addRoom, incidentsWithoutRoom, oweRoom, takeRoomsBehind } from '../../store/chat-rooms.ts'
import { isAnyChatSet } from '../../store/chats.ts'
import { inTransaction } from '../../store/db.ts'
import type { Desk } from '../desk.ts'
import { newId } from '../id.ts'

const mostAtOnce = 50

/** Incidents get their rooms, and what is new on a timeline is owed to its room: one obligation a room at a time, so its order holds. */
export async function oweChats(desk: Desk): Promise<void> {
  if (!(await isAnyChatSet(desk.db))) return
  const now = desk.clock.now()
  const isOwed = await inTransaction(desk.db, async tx => {
    for (const about of await incidentsWithoutRoom(tx, mostAtOnce)) await addRoom(tx, newId(now), about, now)
    const behind = await takeRoomsBehind(tx)
    for (const { room, seq } of behind) await oweRoom(tx, newId(now), room, seq, now)
    return behind.length > 0
  })
  if (isOwed) desk.wake()
}
