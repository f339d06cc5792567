import { EventEmitter } from 'node:events'
import type { Db } from '../store/db.ts'

/** Tells whoever listens that something came onto a timeline. Ids only: the rows are read, never trusted from here. */
export interface Live {
  /** To everyone on every node, at most one statement each 5 ms; never inside the writing transaction. */
  changed(incident: string): void
  /** `incident` `*` hears all. Returns how to stop listening. */
  on(incident: string, heard: (incident: string) => void): () => void
  start(): Promise<void>
  stop(): Promise<void>
}

const channel = 'fireline'
const batchMs = 5
const againMs = 1_000

export function postgresLive(db: Db): Live {
  const ears = new EventEmitter().setMaxListeners(0)
  const pending = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopListening = async () => {}
  const hear = (incident: string) => {
    ears.emit(incident, incident)
    ears.emit('*', incident)
  }
  let isStopped = false
  const listen = async () => {
    const client = await db.connect()
    client.on('notification', message => message.payload && hear(message.payload))
    // It may say more than once that it ended, also to a listener that stops; it is given back once.
    let isOver = false
    const end = () => {
      if (isOver) return false
      isOver = true
      client.release(true)
      return true
    }
    // A connection that ends (the database went away) is opened again; until then the listeners' own cursors find what is new.
    client.on('error', () => end() && listenAgain())
    await client.query(`listen ${channel}`).catch((error: unknown) => {
      if (end()) throw error
    })
    stopListening = async () => void end()
  }
  const listenAgain = () => {
    if (!isStopped) setTimeout(() => void listen().catch(listenAgain), againMs).unref()
  }
  const send = () => {
    timer = undefined
    const ids = [...pending]
    pending.clear()
    // A lost notification costs the listeners a second (their cursor read), not an entry.
    db.query('select pg_notify($1, id) from unnest($2::text[]) as id', [channel, ids]).catch(() => {})
  }
  return {
    changed(incident) {
      hear(incident)
      pending.add(incident)
      timer ??= setTimeout(send, batchMs)
    },
    on(incident, heard) {
      ears.on(incident, heard)
      return () => ears.off(incident, heard)
    },
    start: listen,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await stopListening()
    },
  }
}
