import type { Entry } from '../../incident/entry.ts'

interface Follower {
  after(): number
  entry(entry: Entry): void
  open(isOpen: boolean): void
}

const againMs = 3_000

/** Where no socket comes through: the same timeline as an event stream. A browser gives one up that was answered with a no; this asks again. */
export function followStream(incident: string, follower: Follower): () => void {
  let again: ReturnType<typeof setTimeout> | undefined
  let stream: EventSource
  const open = () => {
    stream = new EventSource(`/api/v1/incidents/${incident}/timeline?after=${follower.after()}`)
    stream.addEventListener('open', () => follower.open(true))
    stream.addEventListener('message', event => follower.entry(JSON.parse(String(event.data)) as Entry))
    stream.addEventListener('error', () => {
      follower.open(false)
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, againMs)
    })
  }
  open()
  return () => {
    clearTimeout(again)
    stream.close()
  }
}
