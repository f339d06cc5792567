import { may } from '../access/may.ts'
import type { FromRoom, ToRoom } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import { savingOf } from '../engine/saving.ts'
import type { Watcher } from '../hosts/audience.ts'
import { copyingOf } from '../hosts/copying.ts'
import { leadViewsOf } from '../hosts/lead-view.ts'
import { lookingOf } from '../hosts/looking.ts'
import { moved } from '../hosts/moved.ts'
import { presenceOf } from '../hosts/presence.ts'
import { roomFeedOf } from '../hosts/room-feed.ts'
import { shareMine, terminalsOf } from '../hosts/terminals.ts'
import type { Refusal } from '../incident/decision.ts'
import { readHead } from '../store/head.ts'
import { roomNamed } from './as-of.ts'
import type { Recognised } from './credentials.ts'
import { nodeOf } from './nodes/elsewhere.ts'
import { type Followed, followTerminal, type Place } from './nodes/follow-terminal.ts'

/** One browser's open socket, as a frame of it is obeyed. */
export interface OpenRoom {
  desk: Desk
  who: Recognised
  watcher: Watcher
  send(message: ToRoom): void
  refuse(about: FromRoom, no: No): void
  /** Begins what `key` names, unless it has begun already or the socket is gone. */
  watch(key: string, begin: () => () => void): void
  isWatching(key: string): boolean
  stop(key: string): void
  /** One after the other, in the order they were asked for: a leave that overtook its watch would end nothing. */
  inTurn(work: () => Promise<void>): Promise<void>
  /** Another node passes this socket on: what is not here is looked for nowhere else. */
  isRelayed: boolean
  /** The terminals that are looked at, wherever they are. */
  followed: Map<string, Followed>
  /** The view to show next: of many frames in a row the last one counts. */
  showing: { frame?: FromRoom & { type: 'view' } }
  show(): Promise<void>
}

export type No = Pick<Refusal, 'code' | 'message'> & Partial<Refusal>
type Frame<T extends FromRoom['type']> = Extract<FromRoom, { type: T }>
type Obey<T extends FromRoom['type']> = (room: OpenRoom, frame: Frame<T>) => Promise<void> | void

/** What each frame of a browser does; each is allowed by itself. */
export const roomFrames: { [T in FromRoom['type']]: Obey<T> } = {
  // Who one is was said before the room opened.
  hello: () => {},
  'watch-timeline': (room, frame) => room.inTurn(() => watchTimeline(room, frame)),
  'leave-timeline': (room, frame) => room.inTurn(() => leaveTimeline(room, frame)),
  'watch-terminal': (room, frame) => room.inTurn(() => watchTerminal(room, frame)),
  'leave-terminal': (room, frame) => room.inTurn(async () => room.stop(`terminal ${frame.terminal}`)),
  moved: (room, frame) => room.inTurn(() => noteMove(room, frame)),
  view(room, frame) {
    room.showing.frame = frame
    return room.show()
  },
  input(room, frame) {
    if (room.followed.get(frame.terminal)?.passOn(frame)) return
    const { terminal, epoch, data, seq, after, sig } = frame
    const refusal = terminalsOf(room.desk).input(terminal, room.who, epoch, data, sig ? { seq, after, sig } : undefined)
    if (refusal) room.refuse(frame, refusal)
  },
  resize(room, frame) {
    if (room.followed.get(frame.terminal)?.passOn(frame)) return
    const refusal = terminalsOf(room.desk).resize(frame.terminal, room.who, frame.epoch, frame.cols, frame.rows)
    if (refusal) room.refuse(frame, refusal)
  },
  'go-on'(room, frame) {
    if (room.followed.get(frame.terminal)?.passOn(frame)) return
    const refusal = terminalsOf(room.desk).goOn(frame.terminal, room.who, frame.epoch, frame.reason)
    if (refusal) room.refuse(frame, refusal)
  },
  shown({ desk, who, followed }, frame) {
    const { terminal, offset } = frame
    if (followed.get(terminal)?.passOn(frame)) return
    const here = terminalsOf(desk).get(terminal)
    if (here?.keyboard().holder === who.id) here.operatorShown(offset)
  },
}

export const obey = <T extends FromRoom['type']>(room: OpenRoom, frame: Frame<T>): Promise<void> | void =>
  (roomFrames[frame.type] as Obey<T>)(room, frame)

async function watchTimeline(room: OpenRoom, frame: Frame<'watch-timeline'>): Promise<void> {
  const { desk, who, send } = room
  const incident = await roomNamed(desk, frame.incident)
  if (!incident || !may(who, 'read', { incident })) return room.refuse(frame, notFound)
  room.watch(`timeline ${incident}`, () => {
    const [presence, views] = [presenceOf(desk), leadViewsOf(desk)]
    const tellPresence = () =>
      send({ type: 'presence', incident, people: presence.lookers(incident), gone: presence.gone() })
    const tellView = () => {
      const shown = views.shown(incident)
      if (shown && shown.by !== who.id) send({ type: 'view', incident, ...shown })
    }
    const looking = lookingOf(desk)
    const tellLooking = () => send({ type: 'looking', incident, at: looking.at(incident) })
    // A service account is said nothing that is for people only.
    const person = who.kind === 'service' ? undefined : who.id
    const listener = { ...room.watcher, person, frame: room.watcher.send }
    const ends = [
      roomFeedOf(desk).watch(incident, frame.after, listener),
      presence.onChange(incident, tellPresence),
      presence.looks(incident, { id: who.id, name: who.name }),
      views.hear(incident, tellView),
      looking.hear(incident, tellLooking),
      () => views.left(incident, who.id),
      () => looking.looksAt(incident, who.id, undefined),
    ]
    tellView()
    tellLooking()
    for (const one of copyingOf(desk).last(incident)) send(one)
    const asOf = savingOf(desk).awaySince() && roomFeedOf(desk).copy(incident)?.asOf
    if (asOf) send({ type: 'entries', incident, entries: [], asOf })
    return () => ends.forEach(end => end())
  })
}

/** What anybody has chosen is said to the others; only who leads has a view that they follow. */
export const showView = (room: Pick<OpenRoom, 'desk' | 'who' | 'showing' | 'isWatching'>): (() => Promise<void>) =>
  oneAtATime(async () => {
    const { desk, who } = room
    const { frame } = room.showing
    const incident = frame && (await roomNamed(desk, frame.incident))
    if (!incident || !room.isWatching(`timeline ${incident}`)) return
    lookingOf(desk).looksAt(incident, who.id, frame.view.selection)
    if (!may(who, 'respond', { incident })) return
    const isAway = savingOf(desk).awaySince() !== undefined
    const is = isAway ? roomFeedOf(desk).copy(incident)?.is : await readHead(desk.db, incident)
    if (is?.lead === who.id) leadViewsOf(desk).shows(incident, { by: who.id, view: frame.view })
  })

async function noteMove({ desk, who, isWatching }: OpenRoom, frame: Frame<'moved'>): Promise<void> {
  const incident = await roomNamed(desk, frame.incident)
  if (incident && isWatching(`timeline ${incident}`) && may(who, 'respond', { incident })) moved(desk, incident, who)
}

async function leaveTimeline({ desk, stop }: OpenRoom, frame: Frame<'leave-timeline'>): Promise<void> {
  stop(`timeline ${await roomNamed(desk, frame.incident)}`)
}

async function watchTerminal(room: OpenRoom, frame: Frame<'watch-terminal'>): Promise<void> {
  const { desk, who, watcher, followed } = room
  const { terminal } = frame
  const incident = await roomNamed(desk, frame.incident)
  if (!incident || !may(who, 'read', { incident })) return room.refuse(frame, notFound)
  const place = await placeOf(room, incident, terminal)
  if (!place) return room.refuse(frame, notLive)
  room.watch(`terminal ${terminal}`, () => {
    const looking = followTerminal({ desk, who, watcher, incident, terminal }, place)
    followed.set(terminal, looking)
    return () => {
      followed.delete(terminal)
      looking.stop()
    }
  })
}

/** Where its program is connected; else here, where it was last. */
async function placeOf({ desk, isRelayed }: OpenRoom, incident: string, id: string): Promise<Place | undefined> {
  const terminal = terminalsOf(desk).get(id)
  const here = terminal?.incident === incident ? 'here' : undefined
  if (isRelayed || (here && terminal?.isConnected())) return here
  return (await nodeOf(desk, incident, id)) ?? here
}

const notFound = { code: 'not-found', message: 'There is no such incident for you. Home lists those that are.' }
const notLive = {
  code: 'no-terminal',
  message: 'This terminal is not shared now. Its recording stays.',
  next: [shareMine],
}
