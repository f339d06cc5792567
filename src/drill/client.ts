import { setTimeout as wait } from 'node:timers/promises'
import { type Client, client, NotDone } from '../api/client.ts'
import type { Refusal } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'

/** As much of the size-up as the drill reads aloud. */
type SizeUp = { says: string; whoIsHurt: string; nextSentence: string }

/** Somebody who uses Fireline as anyone can: through its public API, with a token of their own. */
export type Caller = Client & {
  incident(id: string): Promise<Incident & { sizeUp?: SizeUp }>
  /** The entries that the command made. */
  ask(incident: string, command: string, body?: unknown): Promise<Entry[]>
  /** The refusal; an answer of any other kind is an error. */
  askAndBeRefused(incident: string, command: string, body?: unknown): Promise<Refusal>
}

/** What was promised did not come. */
export class NotSeen extends Error {
  override name = 'NotSeen'
}

export function caller(url: string, token: string): Caller {
  const speaking = client({ url, token })
  const ask = async (incident: string, command: string, body: unknown = {}) => {
    const { entries } = await speaking.post<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/${command}`, body)
    return entries
  }
  return {
    ...speaking,
    get: path => speaking.get<never>(path).catch(saying(`GET ${path}`)),
    post: (path, body) => speaking.post<never>(path, body).catch(saying(`POST ${path}`)),
    put: (path, body) => speaking.put<never>(path, body).catch(saying(`PUT ${path}`)),
    incident: id => speaking.get(`/api/v1/incidents/${id}`),
    ask: (incident, command, body) => ask(incident, command, body).catch(saying(command)),
    askAndBeRefused: async (incident, command, body) => {
      try {
        await ask(incident, command, body)
      } catch (error) {
        if (error instanceof NotDone && error.status === 409 && error.refusal) return error.refusal
        throw error
      }
      throw new NotSeen(`${command} was to be refused, and was not.`)
    },
  }
}

function saying(command: string): (error: unknown) => never {
  return error => {
    throw error instanceof NotDone ? new NotSeen(`${command} was answered ${error.status}: ${error.message}`) : error
  }
}

/** Waits for what is seen from outside, and says what it waited for when that does not come. */
export async function untilSeen<T>(what: string, look: () => Promise<T | undefined>, patienceMs = 20_000): Promise<T> {
  for (const patience = performance.now() + patienceMs; performance.now() < patience; await wait(60)) {
    const seen = await look()
    if (seen !== undefined) return seen
  }
  throw new NotSeen(`Waited ${patienceMs / 1_000} s in vain: ${what}.`)
}
