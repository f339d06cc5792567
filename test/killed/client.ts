import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Entry } from '../../src/incident/entry.ts'

/** The parts of an answer that tests look at, whatever it is the answer to. */
export interface Answer {
  id?: string
  number?: number
  token?: string
  receipt?: string
  entries?: Entry[]
  results?: { outcome: string; fingerprint: string }[]
}

/** A write that was answered with a 2xx: from here on it is a promise. */
export interface Acknowledged {
  path: string
  key: string
  said: unknown
  token: string
  status: number
  answer: Answer
  attempts: number
}

/** Where the server listens now; undefined while it is down. */
export type Where = () => string | undefined

export interface Stubborn {
  /** Asks until there is an answer: a cut wire or a 5xx is asked again, with the same Idempotency-Key. */
  post<T>(path: string, said?: unknown, key?: string): Promise<T>
  get<T>(path: string): Promise<T>
}

/** What a careful script does: it retries until it knows, and writes down whatever it was promised. */
export function stubborn(where: Where, token: string, kept: Acknowledged[], patienceMs = 90_000): Stubborn {
  const ask = async <T>(method: string, path: string, said?: unknown, key?: string): Promise<T> => {
    const end = performance.now() + patienceMs
    for (let attempts = 1; performance.now() < end; attempts++) {
      const got = await once(where(), method, path, { token, said, key })
      if (got && got.status < 300) {
        if (key !== undefined) kept.push({ path, key, said, token, attempts, ...got })
        return got.answer as T
      }
      if (got && got.status < 500 && got.status !== 429)
        throw new Error(`${method} ${path}: ${got.status} ${JSON.stringify(got.answer)}`)
      await wait(20)
    }
    throw new Error(`${method} ${path} was not answered within ${patienceMs} ms`)
  }
  return {
    post: (path, said = {}, key = randomUUID()) => ask('POST', path, said, key),
    get: path => ask('GET', path),
  }
}

interface Asked {
  token: string
  said?: unknown
  key?: string
}

/** Undefined when nothing is known of what became of it. */
export async function once(
  url: string | undefined,
  method: string,
  path: string,
  { token, said, key }: Asked,
): Promise<{ status: number; answer: Answer } | undefined> {
  if (!url) return undefined
  try {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(said !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      body: said === undefined ? undefined : JSON.stringify(said),
      signal: AbortSignal.timeout(30_000),
    })
    return { status: response.status, answer: (await response.json()) as Answer }
  } catch {
    return undefined
  }
}
