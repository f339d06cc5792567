import type { Refusal } from '../../incident/decision.ts'

/** The polite no, as the API says it. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** Everything else that is not a yes: what was wrong with it, or that nobody answered. */
export class Failed extends Error {
  readonly status: number
  readonly path?: string

  constructor(status: number, message: string, path?: string) {
    super(message)
    this.status = status
    this.path = path
  }
}

/** Nobody said yes or no: it may have been done, and only the same key again finds out. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof Failed && [0, 429, 502, 503, 504].includes(error.status)

interface Said {
  refusal?: Refusal
  error?: { code: string; message: string; path?: string }
}

/** A network that swallows everything says nothing; a command that proves a copy may take its time. */
const noAnswerAfterMs = 60_000

export const read = <T>(path: string): Promise<T> => call<T>('GET', path)
/** Each press of a button is one wish: its key makes sure that it is done once, however often it is sent. */
export const write = <T>(path: string, body: unknown = {}, once: Once = {}): Promise<T> =>
  call<T>('POST', path, body, once)
export const put = <T>(path: string, body: unknown): Promise<T> => call<T>('PUT', path, body)
export const remove = (path: string): Promise<unknown> => call('DELETE', path)

export interface Once {
  key?: string
  withinMs?: number
}

async function call<T>(method: string, path: string, body?: unknown, once: Once = {}): Promise<T> {
  const { withinMs = noAnswerAfterMs } = once
  const signal = AbortSignal.timeout(withinMs)
  const { response, text } = await answerOf(path, { method, signal, ...sent(method, body, once) })
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T
  const said = readSaid(text)
  if (said.refusal) throw new Refused(said.refusal)
  throw new Failed(response.status, said.error?.message ?? `Fireline answered ${response.status}.`, said.error?.path)
}

async function answerOf(path: string, how: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(path, how)
    return { response, text: await response.text() }
  } catch {
    throw new Failed(0, 'Fireline does not answer.')
  }
}

function sent(method: string, body: unknown, { key = newKey() }: Once): RequestInit {
  if (method === 'GET') return {}
  const headers: Record<string, string> = { 'idempotency-key': key }
  if (body === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Not `randomUUID`: browsers have that on https and on this machine only. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join('-')

function readSaid(text: string): Said {
  try {
    return JSON.parse(text) as Said
  } catch {
    return {}
  }
}
