import type { WebSocket } from 'ws'
import { may } from '../access/may.ts'
import { type FromRoom, fromRoom, type ToRoom } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import { savingOf } from '../engine/saving.ts'
import { frameOf, type Watcher } from '../hosts/audience.ts'
import { leadViewsOf } from '../hosts/lead-view.ts'
import { moved } from '../hosts/moved.ts'
import { presenceOf } from '../hosts/presence.ts'
import { shareMine, terminalsOf } from '../hosts/terminals.ts'
import type { Refusal } from '../incident/decision.ts'
import { incidentNamed, readHead } from '../store/head.ts'
import type { Recognised } from './credentials.ts'
import { followTimeline } from './follow-timeline.ts'

/** A browser that reads nothing holds at most so much of ours; then its socket ends and it may come again. */
const mostBacklogBytes = 8 * 1024 * 1024
const mostWatched = 50
/** A page that hears nothing for two of these knows that its line is dead, however the line ended. */
const beatMs = 10_000

/** One browser's socket, once it is known whose it is. Each frame is allowed by itself; a wrong one is answered, never obeyed. */
export function openRoom(desk: Desk, socket: WebSocket, who: Recognised): (frame: unknown) => void {
  const terminals = terminalsOf(desk)
  const watched = new Map<string, () => void>()
  const send = (message: ToRoom) => sendFrame(frameOf(message))
  const sendFrame = (frame: Buffer) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > mostBacklogBytes) socket.close(1013, 'too slow')
    else socket.send(frame, { binary: false })
  }
  const watcher: Watcher = { send: sendFrame, backlog: () => socket.bufferedAmount }
  const refuse = (about: FromRoom, { code, message, next }: Pick<Refusal, 'code' | 'message'> & Partial<Refusal>) =>
    send({
      type: 'refused',
      about: about.type,
      code,
      message,
      ...(next && { next }),
      ...('terminal' in about && { terminal: about.terminal }),
    })
  // A socket may have ended while it was looked up what it wants to see: then nobody would ever end what begins now.
  const watch = (key: string, begin: () => () => void) => {
    const isOpen = socket.readyState === socket.OPEN
    if (isOpen && !watched.has(key) && watched.size < mostWatched) watched.set(key, begin())
  }
  const stop = (key: string) => {
    watched.get(key)?.()
    watched.delete(key)
  }

  const watchTimeline = async (frame: FromRoom & { type: 'watch-timeline' }) => {
    const incident = await incidentNamed(desk.db, frame.incident)
    if (!incident || !may(who, 'read', { incident })) return refuse(frame, notFound)
    const presence = presenceOf(desk)
    const tellPresence = () =>
      send({ type: 'presence', incident, people: presence.lookers(incident), gone: presence.gone() })
    const views = leadViewsOf(desk)
    const tellView = () => {
      const shown = views.shown(incident)
      if (shown && shown.by !== who.id) send({ type: 'view', incident, ...shown })
    }
    watch(`timeline ${incident}`, () => {
      const ends = [
        followTimeline(desk, incident, frame.after, entries => send({ type: 'entries', incident, entries })),
        presence.onChange(incident, tellPresence),
        presence.looks(incident, { id: who.id, name: who.name }),
        views.hear(incident, tellView),
        () => views.left(incident, who.id),
      ]
      tellView()
      return () => ends.forEach(end => end())
    })
  }
  const showing: { frame?: FromRoom & { type: 'view' } } = {}
  /** Only who leads has a view that others follow; of many frames in a row the last one counts. */
  const show = oneAtATime(async () => {
    const { frame } = showing
    const incident = frame && (await incidentNamed(desk.db, frame.incident))
    if (!incident || !watched.has(`timeline ${incident}`) || !may(who, 'respond', { incident })) return
    const is = await readHead(desk.db, incident)
    if (is?.lead === who.id) leadViewsOf(desk).shows(incident, { by: who.id, view: frame.view })
  })
  const noteMove = async (frame: FromRoom & { type: 'moved' }) => {
    const incident = await incidentNamed(desk.db, frame.incident)
    if (incident && watched.has(`timeline ${incident}`) && may(who, 'respond', { incident })) moved(desk, incident, who)
  }
  const leaveTimeline = async (frame: FromRoom & { type: 'leave-timeline' }) =>
    stop(`timeline ${await incidentNamed(desk.db, frame.incident)}`)
  const watchTerminal = async (frame: FromRoom & { type: 'watch-terminal' }) => {
    const incident = await incidentNamed(desk.db, frame.incident)
    const terminal = terminals.get(frame.terminal)
    if (!incident || !may(who, 'read', { incident })) return refuse(frame, notFound)
    if (terminal?.incident !== incident) return refuse(frame, notLive)
    watch(`terminal ${terminal.id}`, () => {
      terminal.watch(watcher)
      return () => terminal.audience.leave(watcher)
    })
  }
  /** What is watched and left, in the order it was asked for: a leave that overtook its watch would end nothing. */
  const inTurn = oneAfterTheOther()
  const obey = async (frame: FromRoom): Promise<void> => {
    if (frame.type === 'watch-timeline') return inTurn(() => watchTimeline(frame))
    if (frame.type === 'leave-timeline') return inTurn(() => leaveTimeline(frame))
    if (frame.type === 'watch-terminal') return inTurn(() => watchTerminal(frame))
    if (frame.type === 'leave-terminal') return inTurn(async () => stop(`terminal ${frame.terminal}`))
    if (frame.type === 'moved') return inTurn(() => noteMove(frame))
    if (frame.type === 'view') {
      showing.frame = frame
      return show()
    }
    const refusal =
      frame.type === 'input'
        ? terminals.input(frame.terminal, who, frame.epoch, frame.data)
        : frame.type === 'resize' && terminals.resize(frame.terminal, who, frame.epoch, frame.cols, frame.rows)
    if (refusal) refuse(frame, refusal)
  }

  const gone = presenceOf(desk).connected(who.id)
  socket.on('close', () => {
    for (const end of watched.values()) end()
    watched.clear()
    for (const end of ends) end()
    gone()
  })
  send({ type: 'welcome', you: { id: who.id, name: who.name } })
  const saving = savingOf(desk)
  const tellSaving = () => send({ type: 'saving', awaySince: saving.awaySince() })
  if (saving.awaySince()) tellSaving()
  const ends = [saving.onChange(tellSaving), every(beatMs, tellSaving)]
  return value => {
    const frame = fromRoom.safeParse(value)
    if (!frame.success) return socket.close(1008, 'not a frame of /ws')
    obey(frame.data).catch((error: unknown) => {
      desk.log.error('a frame of /ws failed', { type: frame.data.type, reason: reason(error) })
      refuse(frame.data, { code: 'failed', message: 'This failed on our side, and nothing was done. Do it again.' })
    })
  }
}

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

const notFound = { code: 'not-found', message: 'There is no such incident for you. Home lists those that are.' }
const notLive = {
  code: 'no-terminal',
  message: 'This terminal is not shared now. Its recording stays.',
  next: [shareMine],
}
