import type { Disturbance, StatusView } from '../steps/notify/status-page.ts'
import { says } from '../steps/notify/status-words.ts'

interface Feed {
  view: StatusView
  past: readonly Disturbance[]
  /** The whole address of the page, and of one incident. */
  url: string
  incidentUrl(id: string): string
}

const mostEntries = 50

/** RFC 4287: one entry for each word that was said, and one for each incident that was announced, newest first. */
export function statusAtom({ view, past, url, incidentUrl }: Feed): string {
  const entries = [...view.now, ...past]
    .flatMap(entriesOf)
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, mostEntries)
  const title = text(view.page.title || 'Status')
  const updated = entries[0]?.at ?? view.at
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${text(url)}</id><title>${title}</title><updated>${updated}</updated><author><name>${title}</name></author><link rel="alternate" type="text/html" href="${text(url)}"/>
${entries.map(one => entry(one, incidentUrl(one.incident))).join('\n')}
</feed>
`
}

interface Entry {
  id: string
  incident: string
  title: string
  at: string
  says: string
}

function entriesOf(one: Disturbance): Entry[] {
  const of = { incident: one.id, title: one.headline }
  const over = one.endedAt ? [{ ...of, id: `${one.id}#over`, at: one.endedAt, says: 'It is over.' }] : []
  const announced = { ...of, id: one.id, at: one.announcedAt, says: says.begun }
  return [...over, ...one.said.map(({ id, at, text: word }) => ({ ...of, id, at, says: word })), announced]
}

const entry = ({ id, title, at, says: word }: Entry, url: string): string =>
  `<entry><id>urn:fireline:${text(id)}</id><title>${text(title)}</title><updated>${at}</updated><link rel="alternate" type="text/html" href="${text(url)}"/><content type="text">${text(word)}</content></entry>`

const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 has no controls but tab and line break, not even escaped: they are shown as a sign. */
const text = (raw: string): string =>
  raw
    .replace(/[&<>"]/g, sign => names[sign] ?? '')
    .replace(/(?![\t\n])[\p{Cc}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu, '\u2400')
    .toWellFormed()
