import { credentialsIn } from './credential-scan.ts'
import { knownShapes } from './shapes.ts'

export const redacted = '[redacted]'

/** The text without these secrets, the longest first so that none leaves a part of another. */
export function mask(text: string, secrets: readonly string[]): string {
  return longestFirst(secrets).reduce((masked, secret) => masked.replaceAll(secret, redacted), text)
}

/** With more secrets than this in one text, each is looked for elsewhere only as a word of its own: the time stays in proportion. */
const fewEnough = 200
/** A plain word, as a bad password is one, is hidden only where something tells that it is a secret: elsewhere it is a word. */
const plainWord = /^(.{1,3}|[a-z]{1,11}|[A-Z][a-z]{1,10})$/

/** The text without credentials of known shape, also where one stands once more and nothing tells that it is one. */
export function maskKnownShapes(text: string): string {
  const places = credentialsIn(text)
  if (places.length === 0) return text
  const secrets = new Set(places.map(({ from, to }) => text.slice(from, to)).filter(one => !plainWord.test(one)))
  let masked = ''
  let from = 0
  for (const place of places) {
    masked += text.slice(from, place.from) + redacted
    from = place.to
  }
  masked += text.slice(from)
  if (secrets.size <= fewEnough) return mask(masked, [...secrets])
  return masked.replace(/[^\s"',;&<>=:]+/g, word => (secrets.has(word) ? redacted : word))
}

/** The text without these secrets and without credentials of known shape. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const shapes = knownShapes(text)
  return shapes.length <= fewEnough ? mask(text, [...secrets, ...shapes]) : maskKnownShapes(mask(text, secrets))
}

/** The same value with the secrets masked in every string and key of it. */
export function maskDeep<T>(value: T, secrets: readonly string[]): T {
  return walk(value, text => mask(text, secrets)) as T
}

/** Fields that carry no person's words: ids, references, times, kinds. Redaction leaves them, so that the fold stays whole. */
const structural =
  /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[EHSOCTBX]\d+|\d{4}-\d\d-\d\dT[\d:.]+Z|L[0-4]|sev[1-4])$/i
const kinds = new Set(
  `paste file command query statement hypothesis plot alert change report for against responders stakeholders mitigation fix simple complex
   person recovered by-hand in-terminal by-agent done failed responder observer firing resolved lead keyboard look marks screen
   hand-over end interval redacted line disk asked put not-free no-answer login no-tty held unasked package cron deploy
   rows snapshot last full gentle no-room burning-disk age newer better same worse automatic health build read-write replication capacity way-back
   stand-by-not-ready two-primaries no-way-back traffic-moving`.split(/\s+/),
)

/** The same value with every free text masked; ids, times and kinds stay. */
export function maskFreeText<T>(value: T): T {
  return walk(value, text => (structural.test(text) || kinds.has(text) ? text : redacted)) as T
}

/** Every free text of a value. */
export function freeTexts(value: unknown): string[] {
  const texts: string[] = []
  walk(value, text => {
    if (!structural.test(text) && !kinds.has(text)) texts.push(text)
    return text
  })
  return texts
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => walk(item, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, change)]))
}

export const longestFirst = (secrets: readonly string[]): string[] =>
  [...new Set(secrets)].filter(secret => secret.length > 0).sort((a, b) => b.length - a.length)
