import { parseDocument } from 'yaml'

/** What a page says about itself; every part is optional, and unknown keys are somebody else's. */
export interface Front {
  title?: string
  alertNames: string[]
  signatures: string[]
  services: string[]
  contacts: string[]
  access: string[]
}

const nothing: Front = { alertNames: [], signatures: [], services: [], contacts: [], access: [] }

/** The block's place in the text: its YAML, and where the page's own text begins. */
export function frontBlock(text: string): { from: number; to: number; body: number } | undefined {
  const open = /^\uFEFF?---[ \t]*\r?\n/.exec(text)
  if (!open) return undefined
  const close = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(text.slice(open[0].length))
  if (!close) return undefined
  const to = open[0].length + close.index
  return { from: open[0].length, to, body: to + close[0].length }
}

/** Our keys are flat (`fl-signature: …`) or under one key (`fireline: {signatures: …}`). Broken YAML is said and read past. */
export function readFront(text: string): { front: Front; body: number; trouble?: string } {
  const block = frontBlock(text)
  if (!block) return { front: nothing, body: 0 }
  const document = parseDocument(text.slice(block.from, block.to), { logLevel: 'silent', uniqueKeys: false })
  const broken = document.errors[0]
  if (broken) return { front: nothing, body: block.body, trouble: `front matter: ${broken.message.split('\n')[0]}` }
  try {
    return { front: toFront(document.toJS({ maxAliasCount: 20 })), body: block.body }
  } catch (error) {
    return { front: nothing, body: block.body, trouble: `front matter: ${(error as Error).message}` }
  }
}

function toFront(said: unknown): Front {
  const all = asRecord(said)
  const ours = asRecord(all['fireline'])
  const some = (...keys: string[]) =>
    keys.flatMap(key => [...words(ours[key]), ...words(all[`fl-${key}`])]).filter(isFirst)
  return {
    ...(typeof all['title'] === 'string' && all['title'].trim() !== '' && { title: all['title'].trim() }),
    alertNames: some('alert', 'alerts', 'symptoms'),
    signatures: some('signature', 'signatures'),
    services: some('service', 'services'),
    contacts: some('contact', 'contacts'),
    access: some('access', 'permissions'),
  }
}

const isFirst = (word: string, i: number, list: string[]): boolean => list.indexOf(word) === i

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

/** A string, a list of strings, or a list of `{who, when, via}`; at most 50. */
function words(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list
    .slice(0, 50)
    .map(one => (typeof one === 'object' && one !== null ? Object.values(one).filter(isPlain).join(', ') : one))
    .filter(isPlain)
    .map(word => String(word).trim())
    .filter(word => word !== '')
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)
