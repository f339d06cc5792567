import { useState } from 'react'
import type { Entry } from '../../incident/entry.ts'
import { useRoom } from '../desk/room-context.ts'

/** A hand-over that its receiver has not taken up yet: until then no key of theirs goes anywhere. */
export interface HandOver {
  by: string
  name: string
  epoch: number
}

/** The last hand-over, if another person gave the keyboard to `person` and this terminal was there then: what is shared later holds no line of theirs. */
export function handOverTo(entries: readonly Entry[], person: string, terminal: string): HandOver | undefined {
  const last = entries.findLast(entry => entry.type === 'KeyboardGiven')
  const shared = entries.findLast(entry => entry.type === 'TerminalShared' && entry.data.terminal === terminal)
  if (last?.type !== 'KeyboardGiven' || last.data.to !== person) return undefined
  if (last.by.kind !== 'person' || last.by.id === person) return undefined
  if (shared && shared.seq > last.seq) return undefined
  return { by: last.by.id, name: last.by.name, epoch: last.data.epoch }
}

/** The keyboard was given to me and I have not said yet that I have control; remembered over a reload of this tab. */
export function useControl(terminal: string): { given?: HandOver; take(): void } {
  const { is, me, entries } = useRoom()
  const name = `fireline.control.${is.id}`
  const [taken, setTaken] = useState(() => read(name))
  const last = handOverTo(entries, me.id, terminal)
  return {
    given: last && last.epoch === is.epoch && last.epoch !== taken ? last : undefined,
    take() {
      setTaken(is.epoch)
      keep(name, is.epoch)
    },
  }
}

function read(name: string): number {
  try {
    return Number(sessionStorage.getItem(name) ?? -1)
  } catch {
    return -1
  }
}

function keep(name: string, epoch: number): void {
  try {
    sessionStorage.setItem(name, String(epoch))
  } catch {
    // After a reload it is asked once more.
  }
}
