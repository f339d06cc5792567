import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { fallbackSays, type Told, toTell } from '../steps/notify/promise.ts'
import type { Clock } from './clock.ts'
import type { Health } from './health.ts'
import { newId } from './id.ts'
import { type Log, reason } from './log.ts'

/** The way of last resort, from local configuration: it needs no database, no person and no policy. */
export interface LastResort {
  /** In words without secrets: `ntfy at ntfy.example.org`. */
  says: string
  deliver(message: CallMessage, signal: AbortSignal): Promise<Delivery>
}

export interface Fallback {
  /** Where it goes; none where nothing is configured. */
  says?: string
  /** What was said last and what the receiver answered; none before. */
  last(): { said: 'red' | 'green'; at: string; answer: string } | undefined
  /** Looks at the promise now. */
  look(): void
  stop(): void
}

interface FallbackParts {
  health: Pick<Health, 'promise'>
  clock: Clock
  log: Log
  url(): string
}

const lookEveryMs = 5_000
const retryMs = [5_000, 15_000, 30_000, 60_000]
const limitMs = 10_000

/** Watches the promise and tells the operators when it is red, once, and once when it is over; what is not taken is tried again. */
export function startFallback(way: LastResort | undefined, parts: FallbackParts): Fallback {
  if (!way) return { last: () => undefined, look: () => {}, stop: () => {} }
  const { health, clock } = parts
  const age = ageOf(clock)
  const sending = sendUntilTaken(way, parts, age)
  let told: Told = { said: 'green' }
  const look = () => {
    const { why, ok } = health.promise()
    const next = toTell(told, !ok, age())
    told = next.told
    if (next.say) sending.say(next.say, messageOf(next.say, why, next.redMs, parts))
    sending.go()
  }
  const timer = setInterval(look, lookEveryMs)
  return { says: way.says, last: sending.last, look, stop: () => clearInterval(timer) }
}

/** How long we run. A database whose clock goes back must not keep us silent. */
function ageOf(clock: Clock): () => number {
  const [begun, startedAt] = [performance.now(), clock.now().getTime()]
  return () => Math.max(performance.now() - begun, clock.now().getTime() - startedAt)
}

/** The newest word, and no other, is sent until the receiver takes it. */
function sendUntilTaken(way: LastResort, { clock, log }: FallbackParts, age: () => number) {
  let last: ReturnType<Fallback['last']>
  let owed: { said: 'red' | 'green'; message: CallMessage; tries: number; notBeforeMs: number } | undefined
  let isSending = false
  const send = async (one: NonNullable<typeof owed>) => {
    const { outcome, answer } = await way
      .deliver({ ...one.message, repeat: one.tries > 0 }, AbortSignal.timeout(limitMs))
      .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
    last = { said: one.said, at: clock.at(), answer }
    if (outcome !== 'delivered') log.error('the way of last resort did not take it', { way: way.says, answer })
    one.notBeforeMs = age() + (retryMs[Math.min(one.tries++, retryMs.length - 1)] ?? 0)
    if (outcome === 'delivered' && owed === one) owed = undefined
  }
  return {
    last: () => last,
    say(said: 'red' | 'green', message: CallMessage) {
      owed = { said, message, tries: 0, notBeforeMs: 0 }
    },
    go() {
      if (!owed || isSending || owed.notBeforeMs > age()) return
      isSending = true
      void send(owed).finally(() => {
        isSending = false
      })
    },
  }
}

function messageOf(
  said: 'red' | 'green',
  why: readonly string[],
  redMs = 0,
  { clock, url }: Pick<FallbackParts, 'clock' | 'url'>,
): CallMessage {
  const id = newId(clock.now())
  return {
    id,
    incident: id,
    number: 0,
    severity: said === 'red' ? 'sev1' : 'sev3',
    to: { id, name: 'operators' },
    headline: said === 'red' ? fallbackSays.red : fallbackSays.green,
    lines: said === 'red' ? fallbackSays.redLines(why, url()) : fallbackSays.greenLines(redMs),
    link: `${url()}/health/promise`,
    ways: [],
    buttons: [],
    repeat: false,
    at: clock.at(),
    ...(said === 'green' && { isQuiet: true }),
  }
}
