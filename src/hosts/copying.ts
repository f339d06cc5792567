import { z } from 'zod'
import type { ToRoom } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { roomFeedOf } from './room-feed.ts'

/** How far one copy is. */
export type CopyingNow = Extract<ToRoom, { type: 'copying' }>

/** The copies under way, on whichever node they are taken. It is said and heard, never stored: a second later it is another. */
export interface Copying {
  /** To every node. */
  say(now: CopyingNow): void
  /** What was heard last of each, for who comes now. */
  last(incident: string): CopyingNow[]
  /** Hears nothing any more. */
  stop(): void
}

const prefix = 'copying '
/** Each says something every second: of one that is silent for so long its node is gone, or it is over. */
const silentMs = 15_000

const said = z.strictObject({
  type: z.literal('copying'),
  incident: z.uuid(),
  backup: z.uuid(),
  phase: z.enum(['room', 'copy', 'seal', 'restore', 'compare']),
  unit: z.enum(['bytes', 'rows', 'files']),
  done: z.number(),
  of: z.number().optional(),
  perSecond: z.number().optional(),
  leftMs: z.number().optional(),
  slowed: z.literal(true).optional(),
})

interface Heard {
  now: CopyingNow
  text: string
  atMs: number
}

const copyingByDesk = new WeakMap<Desk, Copying>()

/** One for each desk: a node has one desk. */
export function copyingOf(desk: Desk): Copying {
  const known = copyingByDesk.get(desk)
  if (known) return known
  const made = openCopying(desk)
  copyingByDesk.set(desk, made)
  return made
}

function openCopying(desk: Desk): Copying {
  const { live, clock } = desk
  const rooms = new Map<string, Map<string, Heard>>()
  let saying = 0
  const nowMs = () => clock.now().getTime()
  const hear = (text: string) => {
    const now = read(text)
    if (!now) return
    const room = rooms.get(now.incident) ?? new Map<string, Heard>()
    // What this node says itself comes back to it over the database.
    if (room.get(now.backup)?.text === text) return
    forgetSilent()
    rooms.set(now.incident, room.set(now.backup, { now, text, atMs: nowMs() }))
    roomFeedOf(desk).say(now.incident, now)
  }
  const forgetSilent = () => {
    const since = nowMs() - silentMs
    for (const [incident, room] of rooms) {
      for (const [backup, { atMs }] of room) if (atMs < since) room.delete(backup)
      if (room.size === 0) rooms.delete(incident)
    }
  }
  const stop = live.on('*', text => text.startsWith(prefix) && hear(text))
  return {
    // Numbered: what is said again after a second, unchanged, is another saying.
    say: now => live.changed(`${prefix}${(saying += 1)} ${JSON.stringify(now)}`),
    last(incident) {
      forgetSilent()
      return [...(rooms.get(incident)?.values() ?? [])].map(({ now }) => now)
    },
    stop,
  }
}

/** From a node of another version it may be anything. */
function read(text: string): CopyingNow | undefined {
  try {
    return said.safeParse(JSON.parse(text.slice(text.indexOf('{')))).data
  } catch {
    return undefined
  }
}
