import { useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { Failed, type Refused, write } from '../desk/client.ts'
import type { Room } from '../desk/room-context.ts'

type Asking = Pick<Room, 'press' | 'ask' | 'no' | 'busy'> & {
  opened?: Next
  close(): void
  /** Says why something is not done, where no one has to be asked for it. */
  tell(why: string): void
}

/** Asks commands of one incident: those that need nothing more at once, the others by a form. */
export function useAsking(incident: string, add: (entries: readonly Entry[]) => void): Asking {
  const [opened, setOpened] = useState<Next>()
  const [no, setNo] = useState<Room['no']>()
  const [busy, setBusy] = useState(false)

  async function ask(command: string, body: Next['body']): Promise<void> {
    const path = `/api/v1/incidents/${encodeURIComponent(incident)}/${encodeURIComponent(command)}`
    add((await write<{ entries: Entry[] }>(path, body)).entries)
    setNo(undefined)
  }

  async function askNow(next: Next, at: string): Promise<void> {
    setBusy(true)
    try {
      await ask(next.command, next.body)
      setOpened(undefined)
    } catch (error) {
      setOpened(undefined)
      setNo({ at, error: error as Refused | Failed })
    }
    setBusy(false)
  }

  const press = (next: Next, at = 'room') => {
    const isOpen = next.command === 'accept-page' || Object.values(next.body).includes(null)
    if (no?.error instanceof Failed) setNo(undefined)
    if (isOpen) setOpened(next)
    else if (!busy) void askNow(next, at)
  }
  return {
    press,
    ask,
    no,
    busy,
    opened,
    close: () => setOpened(undefined),
    tell: why => setNo({ at: 'room', error: new Failed(409, why) }),
  }
}
