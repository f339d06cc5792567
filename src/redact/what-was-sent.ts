import { maskKnownShapes } from './mask.ts'

/** Fields whose text is no secret in any body of ours: names, kinds, choices. Everything else is named, and not shown. */
const plainly = new Set(
  `name slug service services kind role email team mode environment owner twin policy setting reason rule channel schedule person
   people dependsOn scopes expiresAt timeZone timezone zone from to start at rotation every handover after delay repeat`.split(
    /\s+/,
  ),
)

const most = { depth: 5, fields: 40, items: 20, text: 200, whole: 4_000 }

/**
 * What was sent, to be kept for ever: every field by its name; numbers and switches as they are; text only where its field is
 * known to hold none but plain words, bounded and without credentials of known shape. Never a secret.
 */
export function whatWasSent(body: unknown): unknown {
  const said = walk(body, '', 0)
  const text = JSON.stringify(said ?? null)
  return text.length <= most.whole ? (said ?? null) : { fields: namesOf(body) }
}

function walk(value: unknown, field: string, depth: number, isHidden = false): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value === 'string') return plainly.has(field) && !isHidden ? shown(value) : notShown(value)
  if (typeof value !== 'object') return undefined
  if (depth >= most.depth) return '(more)'
  // The settings of a channel are its own: which of them are secret, only it knows.
  const hides = isHidden || field === 'settings'
  if (Array.isArray(value)) {
    const items = value.slice(0, most.items).map(item => walk(item, field, depth + 1, hides))
    return value.length > most.items ? [...items, `(${value.length - most.items} more)`] : items
  }
  const fields = Object.entries(value).slice(0, most.fields)
  return Object.fromEntries(fields.map(([name, of]) => [cut(name), walk(of, name, depth + 1, hides)]))
}

const namesOf = (body: unknown): string[] =>
  Object.keys(body ?? {})
    .slice(0, most.fields)
    .map(cut)

const shown = (text: string): string => cut(maskKnownShapes(text.slice(0, 2 * most.text)))
const cut = (text: string): string => (text.length > most.text ? `${text.slice(0, most.text)}…` : text).toWellFormed()
const notShown = (text: string): string => (text === '' ? '' : '(not shown)')
