import type { Label } from '../../alert/alert.ts'
import { at, type Fields, fieldsOf, linkAt, textAt, unreadable } from '../../alert/reading.ts'

/** What an event brings along: the first link is the alert's own, and all of it is shown as text. */
export interface Attached {
  link?: string
  annotations: Label
}

interface Thing {
  kind: 'link' | 'image'
  /** Undefined when it may not be shown: no http or https address. */
  url?: string
  text: string
}

/** `links` and `images` of Events v2 and of change events. */
export function attachedTo(event: Fields): Attached {
  const links = listAt(event, 'links').map((told, i) => thing('link', told, ['links', i]))
  const images = listAt(event, 'images').map((told, i) => thing('image', told, ['images', i]))
  return told([...links, ...images], event)
}

/** `contexts` of the first Events API: links and images in one list. */
export function contextsOf(event: Fields): Attached {
  const things = listAt(event, 'contexts').map((context, i) => {
    const path = ['contexts', i] as const
    const type = textAt(fieldsOf(context, path), 'type', path)
    if (type !== 'link' && type !== 'image') return unreadable([...path, 'type'], 'This should be "link" or "image".')
    return thing(type, context, path)
  })
  return told(things, event)
}

function thing(kind: Thing['kind'], value: unknown, path: readonly (string | number)[]): Thing {
  const fields = fieldsOf(value, path)
  const name = kind === 'link' ? 'href' : 'src'
  const address = textAt(fields, name, path) ?? unreadable([...path, name], 'This is missing or blank.')
  const text = textAt(fields, kind === 'link' ? 'text' : 'alt', path) ?? ''
  return { kind, url: linkAt({ address }, 'address'), text }
}

function told(things: readonly Thing[], event: Fields): Attached {
  const lines = (kind: Thing['kind']) =>
    things.filter(one => one.kind === kind && one.url).map(({ text, url }) => (text ? `${text} ${url}` : url))
  const said = { links: lines('link').join('\n'), images: lines('image').join('\n'), client: clientOf(event) }
  return {
    link: things.find(one => one.kind === 'link' && one.url)?.url ?? linkAt(event, 'client_url'),
    annotations: Object.fromEntries(Object.entries(said).filter(([, text]) => text !== '')),
  }
}

/** Who sent it is good to know and nothing to refuse an alert for. */
function clientOf(event: Fields): string {
  const client = at(event, 'client')
  return typeof client === 'string' ? client : ''
}

function listAt(event: Fields, name: string): unknown[] {
  const value = at(event, name)
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value.slice(0, 100) : unreadable([name], 'This should be a list.')
}
