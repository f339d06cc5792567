import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Next } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { Failed, isUnanswered, newKey, type Refused, write } from '../desk/client.ts'
import type { Room } from '../desk/room-context.ts'
import { isWords, type UnsentWords } from '../desk/unsent.ts'

type Asking = Pick<Room, 'press' | 'ask' | 'no' | 'busy'> & {
  opened?: Next
  /** Closes this form, and not one that was opened meanwhile. */
  close(form: Next | undefined): void
  /** Says why something is not done, where no one has to be asked for it. */
  tell(why: string): void
}

export interface AskingParts {
  incident: string
  add(entries: readonly Entry[]): void
  words: UnsentWords | undefined
  /** Why nothing can be changed from this picture; undefined while it is true. */
  tooOld: string | undefined
}

/** Asks commands of one incident: those that need nothing more at once, the others by a form. */
export function useAsking({ incident, add, words, tooOld }: AskingParts): Asking {
  const [opened, setOpened] = useState<Next>()
  const [no, setNo] = useState<Room['no']>()
  const [busy, setBusy] = useState(false)
  const [heldAt, setHeldAt] = useState<string>()
  const act = useActing(incident, add)
  const [, go] = useLocation()
  const close = (form: Next | undefined) => setOpened(now => (now === form ? undefined : now))

  async function ask(command: string, body: Next['body'], elsewhere?: string): Promise<void> {
    if (isWords(command) && words) await words.say(command, body, tooOld !== undefined)
    else if (tooOld) throw new Failed(0, tooOld)
    else if (elsewhere) await actThere(elsewhere, command, body)
    else await act(command, body)
    setNo(undefined)
  }

  /** What is done in another incident goes on there. */
  async function actThere(other: string, command: string, body: Next['body']): Promise<void> {
    await write(`/api/v1/incidents/${encodeURIComponent(other)}/${encodeURIComponent(command)}`, body, {
      key: newKey(),
    })
    go(`/incidents/${other}`)
  }

  async function askNow(next: Next, at: string): Promise<void> {
    const pressedIn = opened
    setBusy(true)
    try {
      await ask(next.command, next.body, next.incident)
    } catch (error) {
      setNo({ at, error: error as Refused | Failed })
    }
    close(pressedIn)
    setBusy(false)
  }

  const press = (next: Next, at = 'room') => {
    const isOpen = next.command === 'accept-page' || Object.values(next.body).includes(null)
    setHeldAt(tooOld && !isWords(next.command) ? at : undefined)
    if (tooOld && !isWords(next.command)) return
    if (no?.error instanceof Failed) setNo(undefined)
    if (isOpen) setOpened(next)
    else if (!busy) void askNow(next, at)
  }
  const held = tooOld && heldAt ? { at: heldAt, error: new Failed(0, tooOld) } : undefined
  const tell = (why: string) => setNo({ at: 'room', error: new Failed(409, why) })
  return { press, ask, no: held ?? no, busy, opened, close, tell }
}

const triesAfterMs = [500, 2_000, 4_000]

/**
 * Sends a command that acts. When the answer is lost it is asked for again with the same key, and so is the same wish pressed
 * anew: it is done once, whatever the network did.
 */
function useActing(incident: string, add: AskingParts['add']) {
  const unanswered = useRef(new Map<string, string>())
  return async (command: string, body: Next['body']): Promise<void> => {
    const path = `/api/v1/incidents/${encodeURIComponent(incident)}/${encodeURIComponent(command)}`
    const wish = `${incident} ${command} ${JSON.stringify(body)}`
    const key = unanswered.current.get(wish) ?? newKey()
    unanswered.current.set(wish, key)
    const { entries } = await answered(() => write<{ entries: Entry[] }>(path, body, { key })).catch((no: unknown) => {
      if (!isUnanswered(no)) unanswered.current.delete(wish)
      throw no
    })
    unanswered.current.delete(wish)
    add(entries)
  }
}

async function answered<T>(send: () => Promise<T>): Promise<T> {
  for (const waitMs of triesAfterMs) {
    try {
      return await send()
    } catch (error) {
      if (!isUnanswered(error)) throw error
      await new Promise(resolve => setTimeout(resolve, waitMs))
    }
  }
  return send().catch((error: unknown) => {
    if (!(error instanceof Failed) || error.status !== 0) throw error
    throw new Failed(0, 'No answer came. The timeline will show whether it was done; pressed again, it is done once.')
  })
}
