import type { CallMessage } from './channel.ts'

/** What the operators read when a node's loop stood still; it is said from beside that loop, with no database and nobody else to ask. */
export function stoodStillMessage({
  seconds,
  name,
  url,
  at,
}: {
  seconds: number
  name: string
  url: string
  at: string
}): CallMessage {
  const id = `stood-still ${at}`
  return {
    id,
    incident: id,
    number: 0,
    severity: 'sev1',
    to: { id, name: 'operators' },
    headline: `Fireline stood still for ${seconds} s and leaves (node ${name})`,
    lines: [
      'Its event loop did not turn: it ends itself with exit code 70, and whatever started it should start it again.',
      'What was under way goes on after the start, or at another node. Look at your monitoring yourselves until it is back.',
      `Whether it is back: ${url}/health/promise`,
    ],
    link: `${url}/health/promise`,
    ways: [],
    buttons: [],
    repeat: false,
    at,
  }
}
