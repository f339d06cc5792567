import type { Next, Refusal } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { Failed, isUnanswered, newKey, Refused, write } from './client.ts'
import { type Drawer, hasRoom, isTooOld, keptFor, readKept } from './unsent-drawer.ts'

/** What a person wrote that the server has not confirmed. Its key is as old as itself: however often it is sent, it is done once. */
export interface Unsent {
  key: string
  command: string
  body: Next['body']
  at: string
  /** Why the server did not take it. */
  no?: { refusal?: Refusal; message: string }
}

/** Words may wait and still be true; whatever acts on the live system must not. */
const words = new Set([
  'post-update',
  'suggest',
  'support-suggestion',
  'object',
  'add-evidence',
  'propose-hypothesis',
  'known-issue',
])
export const isWords = (command: string): boolean => words.has(command)

export interface UnsentParts {
  incident: string
  person: string
  sent(entries: readonly Entry[]): void
  /** A write was answered (true), or it was not. */
  answered(canSave: boolean): void
}

const firstTryMs = 8_000
const tryAgainMs = 2_000

/** Keeps what one person writes in one incident until it is saved: over a break, a reload and a restart of the browser. */
export class UnsentWords {
  private readonly drawer: Drawer
  private readonly parts: UnsentParts
  private readonly listeners = new Set<() => void>()
  private all: readonly Unsent[]
  private sending = new Set<string>()
  private isSendingAll = false
  private again: ReturnType<typeof setTimeout> | undefined

  constructor(parts: UnsentParts) {
    this.parts = parts
    this.drawer = keptFor(parts.person, parts.incident)
    this.all = readKept(this.drawer)
  }

  readonly now = (): readonly Unsent[] => this.all

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.listeners.size === 1) addEventListener('storage', this.look)
    void this.sendAll()
    // What waits goes on trying after its room is left, for as long as the page is there.
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size === 0) removeEventListener('storage', this.look)
    }
  }

  private readonly look = (): void => this.keep(all => all)

  /** Resolves when it is saved or safely kept; throws the server's no, and keeps nothing then. */
  async say(command: string, body: Next['body'], isCutOff: boolean): Promise<void> {
    const one: Unsent = { key: newKey(), command, body, at: new Date().toISOString() }
    if (!hasRoom(this.all, one)) throw new Failed(0, 'Too much waits here to be sent. Keep this one elsewhere for now.')
    this.keep(all => [...all, one])
    if (isCutOff) return void this.sendAll()
    const no = await this.send(one, firstTryMs)
    if (!no || isUnanswered(no)) return
    this.forget(one.key)
    throw no
  }

  /** In the order they were written. One that is refused stays, with its ways forward; the others go on. */
  async sendAll(): Promise<void> {
    clearTimeout(this.again)
    if (this.isSendingAll) return
    this.isSendingAll = true
    for (let one = this.first(); one; one = this.first()) {
      const no = await this.send(one, firstTryMs)
      if (no && isUnanswered(no)) {
        this.tryLater()
        break
      }
      if (no) this.change(one.key, { no: said(no) })
    }
    this.isSendingAll = false
  }

  /** As it lies there now: what was thrown away meanwhile is not sent any more. */
  private first(): Unsent | undefined {
    const now = new Date()
    return this.all.find(one => !one.no && !isTooOld(one, now) && !this.sending.has(one.key))
  }

  /** After somebody looked at it: as a new wish, for the server remembers the old key for a day only. */
  readonly sendAnew = (key: string): void => {
    const renewed = { key: newKey(), at: new Date().toISOString(), no: undefined }
    this.change(key, renewed)
    void this.sendAll()
  }

  readonly forget = (key: string): void => this.keep(all => all.filter(one => one.key !== key))

  private async send({ key, command, body }: Unsent, withinMs: number): Promise<Error | undefined> {
    this.sending.add(key)
    try {
      const path = `/api/v1/incidents/${encodeURIComponent(this.parts.incident)}/${encodeURIComponent(command)}`
      const { entries } = await write<{ entries: Entry[] }>(path, body, { key, withinMs })
      this.parts.answered(true)
      this.parts.sent(entries)
      this.forget(key)
      return undefined
    } catch (error) {
      if (error instanceof Failed && error.status === 503) this.parts.answered(false)
      if (isUnanswered(error)) this.tryLater()
      // Signed out meanwhile: what was written is still here after the next sign-in.
      if (error instanceof Failed && error.status === 401) return new Failed(0, error.message)
      return error as Error
    } finally {
      this.sending.delete(key)
    }
  }

  private tryLater(): void {
    clearTimeout(this.again)
    this.again = setTimeout(() => void this.sendAll(), tryAgainMs)
  }

  private change(key: string, to: Partial<Unsent>): void {
    this.keep(all => all.map(one => (one.key === key ? { ...one, ...to } : one)))
  }

  /** On top of what lies there now: another tab of the same person may have written meanwhile. */
  private keep(changed: (all: readonly Unsent[]) => readonly Unsent[]): void {
    this.all = changed(this.drawer.holds() ? readKept(this.drawer) : this.all)
    this.drawer.write(this.all)
    for (const listener of this.listeners) listener()
  }
}

const said = (no: Error): Unsent['no'] =>
  no instanceof Refused ? { refusal: no.refusal, message: no.message } : { message: no.message }
