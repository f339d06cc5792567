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

interface Said {
  refusal?: Refusal
  error?: { code: string; message: string; path?: string }
}

export const read = <T>(path: string): Promise<T> => call<T>('GET', path)
export const write = <T>(path: string, body: unknown = {}): Promise<T> => call<T>('POST', path, body)
export const replace = <T>(path: string, body: unknown): Promise<T> => call<T>('PUT', path, body)
export const remove = (path: string): Promise<unknown> => call('DELETE', path)

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, { method, ...sent(method, body) }).catch(() => {
    throw new Failed(0, 'Fireline does not answer. Nothing was saved.')
  })
  const text = await response.text()
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T
  const said = readSaid(text)
  if (said.refusal) throw new Refused(said.refusal)
  throw new Failed(response.status, said.error?.message ?? `Fireline answered ${response.status}.`, said.error?.path)
}

/** Each press of a button is one wish: its key makes sure that it is done once, however often it is sent. */
function sent(method: string, body: unknown): RequestInit {
  if (method === 'GET') return {}
  const headers: Record<string, string> = { 'idempotency-key': newKey() }
  if (body === undefined) return { headers }
  return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** Not `randomUUID`: browsers have that on https and on this machine only. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), n => n.toString(36)).join('-')

function readSaid(text: string): Said {
  try {
    return JSON.parse(text) as Said
  } catch {
    return {}
  }
}
