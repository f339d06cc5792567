import type { Desk } from '../../engine/desk.ts'
import { maskBody } from '../../redact/mask-body.ts'
import { saveLastBody } from '../../store/last-bodies.ts'

const mostCharacters = 64 * 1024
const everyMs = 5_000
const mostIntegrations = 1_000

export interface LastBodies {
  note(integration: string, body: unknown, bytes: number, key: string): void
}

interface Waiting {
  at: string
  body: unknown
  key: string
}

/**
 * Keeps the newest body of each integration, for whoever maps it. Off the way of the request: the first is written at once, others
 * at most every 5 s and only the last of them; what cannot be written is not missed. Never with the key, or a credential of known shape.
 */
export function lastBodies(desk: Desk): LastBodies {
  const waiting = new Map<string, Waiting>()
  const resting = new Set<string>()
  const write = (integration: string) => {
    const found = waiting.get(integration)
    waiting.delete(integration)
    if (!found) return resting.delete(integration)
    setTimeout(write, everyMs, integration).unref()
    return void saveLastBody(desk.db, integration, { at: found.at, body: textOf(found) }).catch(() => {})
  }
  return {
    note(integration, body, bytes, key) {
      if (bytes > mostCharacters || (resting.size >= mostIntegrations && !resting.has(integration))) return
      waiting.set(integration, { at: desk.clock.at(), body, key })
      if (resting.has(integration)) return
      resting.add(integration)
      write(integration)
    },
  }
}

/** PostgreSQL's text holds no NUL; JSON escapes it. */
const textOf = ({ body, key }: Waiting): string =>
  JSON.stringify(maskBody(body, [key, key.toLowerCase(), key.toUpperCase()].filter(Boolean)))
