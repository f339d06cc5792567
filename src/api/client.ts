import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Refusal } from '../incident/decision.ts'

/** Where Fireline is and who asks. */
export interface Login {
  url: string
  token?: string
}

export interface Client {
  readonly login: Login
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  /** An answer that is not JSON, as it stands. */
  text(path: string): Promise<string>
  /** Sent with an Idempotency-Key, so that a lost answer may be asked for again: it is, twice. */
  post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T>
  put<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T>
  delete<T>(path: string, signal?: AbortSignal): Promise<T>
}

/** What Fireline answered when it was not a yes. `refusal` carries the way forward. */
export class NotDone extends Error {
  readonly status: number
  readonly code: string
  readonly path?: string
  readonly refusal?: Refusal
  /** The incident that was asked about. */
  incident?: string

  constructor(status: number, said: { code: string; message: string; path?: string }, refusal?: Refusal) {
    super(said.path ? `${said.path}: ${said.message}` : said.message)
    this.status = status
    this.code = said.code
    this.path = said.path
    this.refusal = refusal
  }
}

export const loginFile = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'fireline', 'login.json')

/**
 * FIRELINE_URL and FIRELINE_TOKEN, then what `fireline login` saved, then the server that handed this program out, then this
 * machine without a token. A saved token goes only to the address it is for.
 */
export function readLogin(env: NodeJS.ProcessEnv = process.env): Login {
  const saved = savedLogin(env)
  const near = env['FIRELINE_HANDED_OUT_BY'] ?? `http://127.0.0.1:${env['FIRELINE_PORT'] ?? '7070'}`
  const url = (env['FIRELINE_URL'] ?? saved?.url ?? near).replace(/\/+$/, '')
  return { url, token: env['FIRELINE_TOKEN'] ?? (saved?.url.replace(/\/+$/, '') === url ? saved.token : undefined) }
}

function savedLogin(env: NodeJS.ProcessEnv): Login | undefined {
  try {
    const said = JSON.parse(readFileSync(loginFile(env), 'utf8')) as Partial<Login>
    return typeof said.url === 'string' ? { url: said.url, token: said.token } : undefined
  } catch {
    return undefined
  }
}

export function client(login: Login = readLogin()): Client {
  const write = <T>(method: string) => {
    return (path: string, body: unknown = {}, signal?: AbortSignal) =>
      send<T>(login, method, path, { body: JSON.stringify(body), signal, key: randomUUID() })
  }
  return {
    login,
    get: <T>(path: string, signal?: AbortSignal) => send<T>(login, 'GET', path, { signal }),
    text: path => send<string>(login, 'GET', path, { plain: true }),
    post: <T>(path: string, body?: unknown, signal?: AbortSignal) => write<T>('POST')(path, body, signal),
    put: <T>(path: string, body: unknown, signal?: AbortSignal) => write<T>('PUT')(path, body, signal),
    delete: <T>(path: string, signal?: AbortSignal) => write<T>('DELETE')(path, {}, signal),
  }
}

interface Sent {
  body?: string
  signal?: AbortSignal
  key?: string
  plain?: boolean
}

/** Three attempts while nothing answers; what was answered is never asked again. */
async function send<T>(login: Login, method: string, path: string, sent: Sent): Promise<T> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(sent.body !== undefined && { 'content-type': 'application/json' }),
    ...(sent.key && { 'idempotency-key': sent.key }),
    ...(login.token && { authorization: `Bearer ${login.token}` }),
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(login.url + path, { method, headers, body: sent.body, signal: sent.signal })
      return await answerOf<T>(response, sent.plain)
    } catch (error) {
      if (error instanceof NotDone) error.incident = /\/incidents\/([^/?]+)/.exec(path)?.[1]
      if (error instanceof NotDone || sent.signal?.aborted) throw error
      if (attempt === 3)
        throw new Error(
          `Nothing answers at ${login.url}. Start it there (fireline serve), or name another: fireline login <url>.`,
          { cause: error },
        )
      await new Promise(resolve => setTimeout(resolve, attempt * 300))
    }
  }
}

async function answerOf<T>(response: Response, isPlain = false): Promise<T> {
  const text = await response.text()
  if (response.ok && isPlain) return text as T
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  const said = readAnswer(text)
  if (said.refusal) throw new NotDone(response.status, said.refusal, said.refusal)
  throw new NotDone(
    response.status,
    said.error ?? { code: 'no-answer', message: `Fireline answered ${response.status}.` },
  )
}

interface Said {
  refusal?: Refusal
  error?: { code: string; message: string; path?: string }
}

function readAnswer(text: string): Said {
  try {
    return JSON.parse(text) as Said
  } catch {
    return {}
  }
}
