import type { KeyboardHere, ToRoom } from '../api/room-messages.ts'
import { gatheredOutput } from './gathered-output.ts'
import type { Screen, Snapshot } from './screen.ts'

/** Somebody who looks at a terminal. `backlog` is what was handed to them and they have not taken yet, in bytes. */
export interface Watcher {
  /** Whose it is: who has the keyboard is told first, and more often in a flood. */
  person?: string
  send(frame: Buffer): void
  backlog(): number
}

/** Everybody who looks at one terminal. A slow one is jumped to the screen; nobody waits for them. */
export interface Audience {
  join(watcher: Watcher): void
  leave(watcher: Watcher): void
  /** To all; the frame is built once. */
  tell(message: ToRoom): void
  /** Everybody gets the screen as it is now. */
  jumpAll(): void
  end(): void
}

const farBehindBytes = 512 * 1024
const caughtUpBytes = 64 * 1024
const lookAgainMs = 50
/** In a flood that very many watch. */
const holderWaitsMs = 24
const othersWaitMs = 400

export const frameOf = (message: ToRoom): Buffer => Buffer.from(JSON.stringify(message))

export function audienceOf(terminal: string, screen: Screen, keyboard: () => KeyboardHere): Audience {
  const live = new Set<Watcher>()
  /** Waiting for a screen; what comes after their screen was asked for is kept here for them. */
  const waiting = new Map<Watcher, Buffer[]>()
  const behind = new Set<Watcher>()
  let timer: NodeJS.Timeout | undefined
  let holder = keyboard().holder
  const isHolders = (watcher: Watcher) => watcher.person !== undefined && watcher.person === holder
  const toHolder = gatheredOutput(holderWaitsMs, output => send(output, isHolders))
  const toOthers = gatheredOutput(othersWaitMs, output => send(output, watcher => !isHolders(watcher)))
  const flush = () => {
    toHolder.flush()
    toOthers.flush()
  }
  let built: { shown: Snapshot; keyboard: string; frame: Buffer } | undefined
  /** Many jump to the same screen in a flood. */
  const screenFrame = (shown: Snapshot): Buffer => {
    const here = keyboard()
    const told = JSON.stringify(here)
    if (built?.shown !== shown || built.keyboard !== told)
      built = { shown, keyboard: told, frame: frameOf({ type: 'screen', terminal, ...shown, keyboard: here }) }
    return built.frame
  }
  const jump = async (watcher: Watcher) => {
    // What was gathered is on the screen that they get.
    flush()
    behind.delete(watcher)
    const since: Buffer[] = []
    waiting.set(watcher, since)
    const shown = await screen.snapshot()
    if (waiting.get(watcher) !== since) return
    waiting.delete(watcher)
    watcher.send(screenFrame(shown))
    for (const frame of since) watcher.send(frame)
    live.add(watcher)
  }
  const look = () => {
    timer = undefined
    for (const watcher of behind) if (watcher.backlog() < caughtUpBytes) void jump(watcher)
    if (behind.size > 0) timer = setTimeout(look, lookAgainMs)
  }
  const fallBehind = (watcher: Watcher) => {
    live.delete(watcher)
    behind.add(watcher)
    timer ??= setTimeout(look, lookAgainMs)
  }
  const send = (message: ToRoom, isMeant: (watcher: Watcher) => boolean) => {
    const frame = frameOf(message)
    for (const [watcher, since] of waiting) if (isMeant(watcher)) since.push(frame)
    for (const watcher of live) {
      if (!isMeant(watcher)) continue
      watcher.send(frame)
      if (watcher.backlog() > farBehindBytes) fallBehind(watcher)
    }
    // Who is behind hears what is not on the screen, for it is small and would be lost.
    if (message.type !== 'output') for (const watcher of behind) watcher.send(frame)
  }
  return {
    join(watcher) {
      if (!live.has(watcher) && !waiting.has(watcher) && !behind.has(watcher)) void jump(watcher)
    },
    leave(watcher) {
      live.delete(watcher)
      waiting.delete(watcher)
      behind.delete(watcher)
    },
    tell(message) {
      if (message.type === 'output') {
        toHolder.add(message)
        return toOthers.add(message)
      }
      flush()
      if (message.type === 'keyboard') holder = message.keyboard.holder
      send(message, () => true)
    },
    jumpAll() {
      for (const watcher of [...live, ...waiting.keys()]) {
        live.delete(watcher)
        void jump(watcher)
      }
    },
    end() {
      flush()
      clearTimeout(timer)
      live.clear()
      waiting.clear()
      behind.clear()
    },
  }
}
