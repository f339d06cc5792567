import { setTimeout as wait } from 'node:timers/promises'
import type { Entry } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'

export type Refused = { code: string; message: string; next: { label: string; command?: string }[] }
export type SizeUp = { sizeUp?: unknown; hash?: string }

/** Somebody who uses Fireline as anyone can: through its public API, with a token of their own. */
export type Caller = {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  incident(id: string): Promise<Incident & SizeUp>
  /** The entries that the command made. */
  ask(incident: string, command: string, body?: unknown): Promise<Entry[]>
  /** The refusal; an answer of any other kind is an error. */
  askAndBeRefused(incident: string, command: string, body?: unknown): Promise<Refused>
}

export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

export function caller(url: string, token: string): Caller {
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const request = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }
    const answer = await fetch(url + path, { ...request, signal: AbortSignal.timeout(20_000) })
    const text = await answer.text()
    return {
      status: answer.status,
      text,
      said: `${method} ${path} was answered ${answer.status}: ${text.slice(0, 600)}`,
    }
  }
  const expecting = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, text, said } = await send(method, path, body)
    if (status >= 300) throw new UnexpectedAnswer(said)
    return JSON.parse(text) as T
  }
  return {
    get: path => expecting('GET', path),
    post: (path, body = {}) => expecting('POST', path, body),
    put: (path, body) => expecting('PUT', path, body),
    incident: id => expecting('GET', `/api/v1/incidents/${id}`),
    ask: async (incident, command, body = {}) =>
      (await expecting<{ entries: Entry[] }>('POST', commandPath(incident, command), body)).entries,
    askAndBeRefused: async (incident, command, body = {}) => {
      const { status, text, said } = await send('POST', commandPath(incident, command), body)
      if (status !== 409) throw new UnexpectedAnswer(`A refusal was expected. ${said}`)
      return (JSON.parse(text) as { refusal: Refused }).refusal
    },
  }
}

const commandPath = (incident: string, command: string) => `/api/v1/incidents/${incident}/${command}`

/** Waits for what is seen from outside, and says what it waited for when that does not come. */
export async function untilSeen<T>(what: string, look: () => Promise<T | undefined>, patienceMs = 20_000): Promise<T> {
  for (const patience = performance.now() + patienceMs; performance.now() < patience; await wait(60)) {
    const seen = await look()
    if (seen !== undefined) return seen
  }
  throw new UnexpectedAnswer(`Waited ${patienceMs / 1_000} s in vain: ${what}.`)
}
