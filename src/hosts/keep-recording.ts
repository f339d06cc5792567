import { setTimeout as pause } from 'node:timers/promises'
import { commands } from '../api/commands.ts'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { reason } from '../engine/log.ts'
import type { Actor } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { appendToRecording } from '../store/recordings.ts'
import { readCastLine } from '../terminal/cast-lines.ts'
import type { CastNote } from '../terminal/cast-note.ts'
import { anchorRecording } from './anchor-recording.ts'
import { wholeLines } from './whole-lines.ts'

/** Stores a recording behind the watchers' backs: in order, in few transactions, again until it is stored. */
export interface Keeper {
  /** Whole lines from `offset` on; what is handed in already is passed over. */
  keep(offset: number, lines: Buffer): void
  /** Everything handed in so far is stored, or will never be. */
  settled(): Promise<void>
  /** Bytes that are committed. */
  storedTo(): number
  /** Where what is handed in ends. */
  handedIn(): number
  end(): void
}

export interface KeptRecording {
  recording: string
  terminal: string
  incident: string
  /** Whose program tells it. */
  by: Actor
  stored: number
  onStored(offset: number): void
  /** More came than is kept in memory while nothing can be stored: it is wanted again from here on. */
  onMissing(from: number): void
}

/** A command comes to the timeline soon; what is only output may wait for more of it. */
const gatherMs = 40
const gatherOutputMs = 250
const againMs = 500
/** Of one recording, while nothing can be stored. What comes beyond it stays with the agent. */
const mostWaitingBytes = 32 * 1024 * 1024
/** Of one transaction. */
const mostBatchBytes = 1024 * 1024

export function keepRecording(desk: Desk, kept: KeptRecording): Keeper {
  let waiting: Buffer[] = []
  let stored = kept.stored
  let handedIn = kept.stored
  let hasMissed = false
  let writing: Promise<void> | undefined
  let ended = false
  const gathering = gatherer()
  const write = async () => {
    while (waiting.length > 0 && !ended) {
      await gathering.done()
      const batch = firstOf(waiting)
      const content = Buffer.concat(batch)
      while (!ended && !(await stores(content))) await pause(againMs)
      waiting = waiting.slice(batch.length)
      stored += content.length
      if (!ended) kept.onStored(stored)
    }
    writing = undefined
    if (hasMissed && !ended) kept.onMissing(stored)
    hasMissed = false
  }
  const stores = (content: Buffer) =>
    storeBatch(desk, kept, stored, content).catch((error: unknown) => {
      desk.log.error('a recording could not be stored; it is tried again', {
        recording: kept.recording,
        reason: reason(error),
      })
      return false
    })
  return {
    keep(offset, lines) {
      if (offset > handedIn || offset + lines.length <= handedIn) return
      const fresh = lines.subarray(handedIn - offset)
      if (handedIn - stored + fresh.length > mostWaitingBytes) {
        hasMissed = true
        return
      }
      waiting.push(fresh)
      handedIn += fresh.length
      if (handedIn - stored > mostBatchBytes || tellsSomething(fresh)) gathering.hurry()
      writing ??= write()
    },
    async settled() {
      gathering.hurry()
      await writing
    },
    storedTo: () => stored,
    handedIn: () => handedIn,
    end() {
      ended = true
      gathering.hurry()
    },
  }
}

/** Waits for more, for a short while when somebody is in a hurry. */
function gatherer() {
  let isHurried = false
  let go = () => {}
  return {
    async done() {
      await pause(gatherMs)
      if (!isHurried) {
        const late = Promise.withResolvers<void>()
        const timer = setTimeout(late.resolve, gatherOutputMs - gatherMs)
        go = late.resolve
        await late.promise
        clearTimeout(timer)
      }
      isHurried = false
    },
    hurry() {
      isHurried = true
      go()
    },
  }
}

function firstOf(waiting: readonly Buffer[]): Buffer[] {
  let bytes = 0
  const past = waiting.findIndex(({ length }) => (bytes += length) > mostBatchBytes)
  return waiting.slice(0, past === -1 ? waiting.length : Math.max(1, past))
}

/** A command of the step to be asked with the bytes that tell it, in one transaction: both or neither. */
interface Told {
  command: 'command-ran' | 'glass-broken' | 'terminal-ended' | 'went-on-unrecorded'
  body: Record<string, unknown>
}

/** What lines of a recording say to the timeline. */
function toldBy(lines: Buffer, terminal: string): Told[] {
  return [...wholeLines(lines)].filter(mayTell).flatMap((line): Told[] => {
    const said = readCastLine(line.toString())
    if (said.kind === 'note' && 'ran' in said.note)
      return [{ command: 'command-ran', body: { ...said.note.ran, terminal } }]
    if (said.kind === 'note' && 'glass' in said.note)
      return [{ command: 'glass-broken', body: glassOf(said.note, terminal) }]
    if (said.kind === 'note' && 'anyway' in said.note)
      return [{ command: 'went-on-unrecorded', body: { ...said.note.anyway, terminal } }]
    if (said.kind !== 'exit') return []
    const exit = said.exitCode === undefined ? {} : { exitCode: said.exitCode }
    return [{ command: 'terminal-ended', body: { terminal, reason: 'its shell has ended', ...exit } }]
  })
}

const glassOf = ({ glass: { at, epoch } }: Extract<CastNote, { glass: unknown }>, terminal: string) => ({
  terminal,
  at,
  epoch,
})

/** A note, or an exit: output is seldom read for it. */
const mayTell = (line: Buffer): boolean => line[0] === 0x23 || (line.length < 64 && line.includes('"x"'))

function tellsSomething(lines: Buffer): boolean {
  for (const line of wholeLines(lines)) if (mayTell(line)) return true
  return false
}

async function storeBatch(desk: Desk, kept: KeptRecording, from: number, content: Buffer): Promise<true> {
  const { recording, terminal, incident, by } = kept
  await inTransaction(desk.db, async tx => {
    // Not where the recording ends: an earlier attempt was stored after all, and its answer was lost.
    if (!(await appendToRecording(tx, recording, from, content))) return
    for (const { command, body } of toldBy(content, terminal)) {
      const checked = commands[command]?.body.safeParse(body)
      if (!checked?.success) continue
      const now = desk.clock.now()
      await handle(desk, tx, incident, { id: newId(now), by, at: desk.clock.at(), body: checked.data }, command)
    }
    await anchorRecording(desk, tx, kept, content)
  })
  return true
}
