import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { fallbackSays, type Told, toTell } from '../steps/notify/promise.ts'
import type { Clock } from './clock.ts'
import type { Health } from './health.ts'
import { newId } from './id.ts'
import { type Log, reason } from './log.ts'
import type { OneVoice } from './one-voice.ts'

/** The way of last resort, from local configuration: it needs no database, no person and no policy. */
export interface LastResort {
  /** In words without secrets: `ntfy at ntfy.example.org`. */
  says: string
  deliver(message: CallMessage, signal: AbortSignal): Promise<Delivery>
}

export interface Fallback {
  /** Where it goes; none where nothing is configured. */
  says?: string
  /** What was said last, by which node, and what the receiver answered; none before. */
  last(): { said: 'red' | 'green'; at: string; answer: string; by: string } | undefined
  /** Looks at the promise now. */
  look(): void
  stop(): void
}

interface FallbackParts {
  health: Pick<Health, 'promise'>
  clock: Clock
  log: Log
  voice: OneVoice
  url(): string
}

const lookEveryMs = 5_000
const retryMs = [5_000, 15_000, 30_000, 60_000]
const limitMs = 10_000

/**
 * Watches the promise and tells the operators when it is red, once, and once when it is over; what is not taken is tried again. Of several
 * nodes one says it while the database answers; each node that cannot ask says it, with its name.
 */
export function startFallback(way: LastResort | undefined, parts: FallbackParts): Fallback {
  if (!way) return { last: () => undefined, look: () => {}, stop: () => {} }
  const { health, clock, voice } = parts
  const age = ageOf(clock)
  const sending = sendUntilTaken(way, parts, age)
  let told: Told = { said: 'green' }
  const look = () => {
    const { why, ok } = health.promise()
    told = asAllKnow(told, voice.lastWord(), age() - clock.now().getTime())
    const next = toTell(told, !ok, age())
    told = next.told
    voice.setRed(ok ? undefined : new Date(clock.now().getTime() - (age() - (told.redSinceMs ?? age()))))
    if (next.say) sending.say(next.say, messageOf(next.say, why, next.redMs, parts))
    sending.go()
  }
  const timer = setInterval(look, lookEveryMs)
  return { says: way.says, last: sending.last, look, stop: () => clearInterval(timer) }
}

/** Another node, or this one before it was started again, said red: whoever is well last says that it is over. */
function asAllKnow(told: Told, last: ReturnType<OneVoice['lastWord']>, toAgeMs: number): Told {
  if (told.said === 'red' || last?.said !== 'red') return told
  return { ...told, said: 'red', redSinceMs: told.redSinceMs ?? Date.parse(last.at) + toAgeMs }
}

/** How long we run. A database whose clock goes back must not keep us silent. */
function ageOf(clock: Clock): () => number {
  const [begun, startedAt] = [performance.now(), clock.now().getTime()]
  return () => Math.max(performance.now() - begun, clock.now().getTime() - startedAt)
}

interface ToSend {
  said: 'red' | 'green'
  message: CallMessage
  tries: number
  notBeforeMs: number
  /** It is this node that says it. */
  may?: 'mine' | 'alone'
}

/** The newest word, and no other, is sent until the receiver takes it, or another node has said it. */
function sendUntilTaken(way: LastResort, { clock, log, voice }: FallbackParts, age: () => number) {
  let last: ReturnType<Fallback['last']>
  let redAt = new Date(0)
  let owed: ToSend | undefined
  let isSending = false
  const mayBeSent = async (one: ToSend): Promise<boolean> => {
    if (one.may) return true
    const lastRed = voice.lastWord()
    const answer = await voice.mayI(one.said, lastRed?.said === 'red' ? new Date(lastRed.at) : redAt)
    if (answer === 'told' && owed === one) owed = undefined
    if (answer === 'told' || answer === 'later') return false
    one.may = answer
    if (one.said === 'red') redAt = clock.now()
    return true
  }
  const send = async (one: ToSend) => {
    if (!(await mayBeSent(one))) return
    const message =
      one.may === 'alone' ? { ...one.message, lines: [...one.message.lines, fallbackSays.alone] } : one.message
    const { outcome, answer } = await way
      .deliver({ ...message, repeat: one.tries > 0 }, AbortSignal.timeout(limitMs))
      .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
    last = { said: one.said, at: clock.at(), answer, by: voice.name() }
    if (outcome !== 'delivered') log.error('the way of last resort did not take it', { way: way.says, answer })
    one.notBeforeMs = age() + (retryMs[Math.min(one.tries++, retryMs.length - 1)] ?? 0)
    if (outcome !== 'delivered') return
    if (owed === one) owed = undefined
    if (one.may === 'mine') await voice.taken(one.said, answer)
  }
  return {
    last(): ReturnType<Fallback['last']> {
      const shared = voice.lastWord()
      return shared?.answer !== undefined && shared.at > (last?.at ?? '') ? { ...shared, answer: shared.answer } : last
    },
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
  { clock, url, voice }: Pick<FallbackParts, 'clock' | 'url' | 'voice'>,
): CallMessage {
  const id = newId(clock.now())
  const by = { name: voice.name(), of: voice.serving() }
  return {
    id,
    incident: id,
    number: 0,
    severity: said === 'red' ? 'sev1' : 'sev3',
    to: { id, name: 'operators' },
    headline: fallbackSays.headline(said, by),
    lines: [
      ...(said === 'red' ? fallbackSays.redLines(why, url()) : fallbackSays.greenLines(redMs)),
      fallbackSays.by(by),
    ],
    link: `${url()}/health/promise`,
    ways: [],
    buttons: [],
    repeat: false,
    at: clock.at(),
    ...(said === 'green' && { isQuiet: true }),
  }
}
