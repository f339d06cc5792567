import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../src/engine/log.ts'
import { type Fireline, startFireline } from '../src/main.ts'
import { readSettings } from '../src/settings.ts'
import { freshDatabase } from './database.ts'
import type { Ledger } from './fakes/ledger.ts'

export const adminToken = 'admin-token-of-the-tests-0123456789'

/** What an answer was: its status, and its body as JSON where it is JSON. */
export interface Answered<T = Record<string, unknown>> {
  status: number
  body: T
  headers: Headers
}

/** Speaks the API as one person, like any script would. */
export interface Caller {
  token: string
  id: string
  get<T = Record<string, unknown>>(path: string): Promise<Answered<T>>
  post<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered<T>>
  put<T = Record<string, unknown>>(path: string, body: unknown): Promise<Answered<T>>
  delete<T = Record<string, unknown>>(path: string): Promise<Answered<T>>
}

export interface World {
  fireline: Fireline
  url: string
  dataDir: string
  admin: Caller
  /** Makes a person and speaks as them. */
  person(name: string, role?: 'viewer' | 'responder' | 'admin', email?: string): Promise<Caller>
  /** Everything that was logged as an error; a test that expects none asserts it empty. */
  errors: string[]
  /** Moves Fireline's clock and lets what fell due happen. */
  advance(ms: number): void
  /** With a ledger: lets three more minutes pass, and fails when something left the house that the story did not read. */
  stop(): Promise<void>
}

/** A whole Fireline in this process: a free port, a database and a data folder of its own. `ledger` is where its fakes write. */
export async function startWorld(
  env: Record<string, string> = {},
  { ledger }: { ledger?: Ledger } = {},
): Promise<World> {
  const database = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'fireline-world-'))
  const errors: string[] = []
  const log: Log = {
    info: () => {},
    error: (message, details) => errors.push(`${message} ${JSON.stringify(details ?? {})}`),
  }
  const settings = readSettings({
    FIRELINE_PORT: '0',
    FIRELINE_DATA: dataDir,
    DATABASE_URL: database.url,
    FIRELINE_ADMIN_TOKEN: adminToken,
    ...(process.env['TEST_ACCEPT_LOG'] && { FIRELINE_ACCEPT_LOG: process.env['TEST_ACCEPT_LOG'] }),
    ...env,
  })
  const fireline = await startFireline(settings, log)
  const { url } = fireline
  const admin = callerOf(url, adminToken, '')
  return {
    fireline,
    url,
    dataDir,
    admin,
    errors,
    async person(name, role = 'responder', email) {
      const made = await admin.post<{ id: string }>('/api/v1/people', { name, role, ...(email && { email }) })
      const { body } = await admin.post<{ token: string }>(`/api/v1/people/${made.body.id}/tokens`, { name: 'test' })
      return callerOf(url, body.token, made.body.id)
    },
    advance: ms => advance(fireline, ms),
    async stop() {
      try {
        if (ledger) await nothingMoreIsSent(fireline, ledger)
      } finally {
        await fireline.stop()
        await database.drop()
        rmSync(dataDir, { recursive: true, force: true })
      }
    },
  }
}

function advance({ desk, lookSoon }: Fireline, ms: number): void {
  desk.clock.advance(ms)
  desk.wake()
  lookSoon()
}

/** A story ends when its last word is said: what comes after it, unasked, would wake somebody at night. */
async function nothingMoreIsSent(fireline: Fireline, ledger: Ledger): Promise<void> {
  const settled = () => until(() => isDone(fireline), 'what is due to be done at the end of the story')
  // What is under way would lose its lease to a clock that is moved, and be sent again.
  await settled()
  for (let round = 0; round < 3; round++) {
    advance(fireline, 60_000)
    await settled()
  }
  const unexpected = ledger
    .unexpected()
    .map(({ over, to, what, body }) => `${over} ${to} ${what}\n${body.slice(0, 300)}`)
  if (unexpected.length > 0)
    throw new Error(`the story did not read what was sent:\n${unexpected.join('\n')}\nRead it, or ledger.ignore(why).`)
}

/** Canaries fly all the time and reach nobody. */
async function isDone({ desk }: Fireline): Promise<boolean> {
  const due = `select 1 from obligation where state = 'owed' and kind <> 'canary' and due_at <= $1 limit 1`
  return (await desk.db.query(due, [desk.clock.now()])).rowCount === 0
}

export function callerOf(url: string, token: string, id: string): Caller {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as never, headers: response.headers }
  }
  return {
    token,
    id,
    get: path => call('GET', path),
    post: (path, body = {}, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    delete: path => call('DELETE', path),
  }
}

/** Waits until `look` answers something, looking again soon; fails with `what` after `withinMs`. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  withinMs = 10_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
