import { setTimeout as pause } from 'node:timers/promises'
import { commands } from '../api/commands.ts'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { reason } from '../engine/log.ts'
import type { Actor } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { appendToRecording } from '../store/recordings.ts'

/** A command of the step to be asked with the bytes that tell it, in one transaction: both or neither. */
export interface Told {
  command: 'command-ran' | 'terminal-ended'
  body: Record<string, unknown>
}

/** Stores a recording behind the watchers' backs: in order, in few transactions, again until it is stored. */
export interface Keeper {
  keep(offset: number, content: Buffer, told: Told[]): void
  /** Everything handed in so far is stored, or will never be. */
  settled(): Promise<void>
  end(): void
}

export interface KeptRecording {
  recording: string
  incident: string
  /** Whose program tells it. */
  by: Actor
  stored: number
  onStored(offset: number): void
}

const gatherMs = 40

export function keepRecording(desk: Desk, kept: KeptRecording): Keeper {
  let waiting: { content: Buffer; told: Told[] }[] = []
  let stored = kept.stored
  let handedIn = kept.stored
  let writing: Promise<void> | undefined
  let ended = false
  const write = async () => {
    while (waiting.length > 0 && !ended) {
      await pause(gatherMs)
      const batch = waiting
      waiting = []
      const content = Buffer.concat(batch.map(part => part.content))
      while (
        !ended &&
        !(await stores(
          content,
          batch.flatMap(part => part.told),
        ))
      )
        await pause(500)
      stored += content.length
      if (!ended) kept.onStored(stored)
    }
    writing = undefined
  }
  const stores = (content: Buffer, told: Told[]) =>
    storeBatch(desk, kept, stored, content, told).catch((error: unknown) => {
      desk.log.error('a recording could not be stored; it is tried again', {
        recording: kept.recording,
        reason: reason(error),
      })
      return false
    })
  return {
    keep(offset, content, told) {
      const isNew = offset + content.length > handedIn
      if (!isNew || offset > handedIn) return
      waiting.push({ content: content.subarray(handedIn - offset), told })
      handedIn = offset + content.length
      writing ??= write()
    },
    settled: async () => writing,
    end: () => (ended = true),
  }
}

async function storeBatch(
  desk: Desk,
  { recording, incident, by }: KeptRecording,
  from: number,
  content: Buffer,
  told: Told[],
): Promise<true> {
  await inTransaction(desk.db, async tx => {
    // Not where the recording ends: an earlier attempt was stored after all, and its answer was lost.
    if (!(await appendToRecording(tx, recording, from, content))) return
    for (const { command, body } of told) {
      const checked = commands[command]?.body.safeParse(body)
      if (!checked?.success) continue
      const now = desk.clock.now()
      await handle(desk, tx, incident, { id: newId(now), by, at: desk.clock.at(), body: checked.data }, command)
    }
  })
  return true
}
