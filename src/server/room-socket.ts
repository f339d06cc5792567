import type { WebSocket } from 'ws'
import { type FromRoom, fromRoom, type ToRoom } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { isDatabaseAway, savingOf } from '../engine/saving.ts'
import { frameOf } from '../hosts/audience.ts'
import { presenceOf } from '../hosts/presence.ts'
import { cannotRead } from './answer.ts'
import type { Recognised } from './credentials.ts'
import { type No, type OpenRoom, obey, showView } from './room-frames.ts'
import { watcherOf } from './socket-watcher.ts'

const mostWatched = 50
/** A page that hears nothing for two of these knows that its line is dead, however the line ended. */
const beatMs = 10_000

/**
 * One browser's socket, once it is known whose it is. A wrong frame is answered, never obeyed. `isRelayed`: another node passes it on, where the
 * person is connected; they are there, and not here.
 */
export function openRoom(
  desk: Desk,
  socket: WebSocket,
  who: Recognised,
  { isRelayed = false } = {},
): (frame: unknown) => void {
  const watched = new Map<string, () => void>()
  const room = roomOf(desk, socket, who, watched, isRelayed)
  const { send } = room
  const gone = isRelayed ? () => {} : presenceOf(desk).connected(who.id)
  send({ type: 'welcome', you: { id: who.id, name: who.name } })
  const saving = savingOf(desk)
  const tellSaving = () => send({ type: 'saving', awaySince: saving.awaySince() })
  if (saving.awaySince()) tellSaving()
  const ends = [saving.onChange(tellSaving), every(beatMs, tellSaving)]
  socket.on('close', () => {
    for (const end of watched.values()) end()
    watched.clear()
    for (const end of ends) end()
    gone()
  })
  return value => {
    const { data: frame } = fromRoom.safeParse(value)
    if (!frame) return socket.close(1008, 'not a frame of /ws')
    const failed = (error: unknown) => {
      if (isDatabaseAway(error)) return room.refuse(frame, { code: 'failed', message: cannotRead })
      desk.log.error('a frame of /ws failed', { type: frame.type, reason: reason(error) })
      room.refuse(frame, { code: 'failed', message: 'This failed on our side, and nothing was done. Do it again.' })
    }
    void (async () => obey(room, frame))().catch(failed)
  }
}

function roomOf(
  desk: Desk,
  socket: WebSocket,
  who: Recognised,
  watched: Map<string, () => void>,
  isRelayed: boolean,
): OpenRoom {
  const watcher = watcherOf(socket)
  const send = (message: ToRoom) => watcher.send(frameOf(message))
  const isWatching = (key: string) => watched.has(key)
  const showing = {}
  return {
    desk,
    who,
    isRelayed,
    followed: new Map(),
    watcher: { ...watcher, person: who.id },
    send,
    refuse: (about, no) => send(refusal(about, no)),
    watch(key, begin) {
      // A socket may have ended while it was looked up what it wants to see: then nobody would ever end what begins now.
      const isOpen = socket.readyState === socket.OPEN
      if (isOpen && !watched.has(key) && watched.size < mostWatched) watched.set(key, begin())
    },
    isWatching,
    stop(key) {
      watched.get(key)?.()
      watched.delete(key)
    },
    inTurn: oneAfterTheOther(),
    showing,
    show: showView({ desk, who, showing, isWatching }),
  }
}

const refusal = (about: FromRoom, { code, message, next }: No): ToRoom => ({
  type: 'refused',
  about: about.type,
  code,
  message,
  ...(next && { next }),
  ...('terminal' in about && { terminal: about.terminal }),
})

function oneAfterTheOther(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve()
  return work => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms)
  return () => clearInterval(timer)
}
