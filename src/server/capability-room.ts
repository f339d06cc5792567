import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '../engine/desk.ts'
import { terminalsOf } from '../hosts/terminals.ts'
import type { Entry } from '../incident/entry.ts'
import { entrySentence } from '../incident/entry-sentence.ts'
import type { Evidence, Incident } from '../incident/incident.ts'
import type { Piece, Telling } from '../incident/sentence.ts'
import { clock } from '../steps/notify/say.ts'
import type { Sql } from '../store/db.ts'
import { readTimeline } from '../store/timeline.ts'
import { type Html, html } from './html.ts'

/** The room as somebody on a phone may look into it: its terminals' screens, what was seen, changed and said. */
export interface LookIn {
  terminals: { name: string; typing: string; screen?: string }[]
  entries: Entry[]
}

const mostEntries = 15
const mostTerminals = 3
const mostEvidence = 6

export async function lookIn(desk: Desk, sql: Sql, is: Incident): Promise<LookIn> {
  const live = is.terminals.filter(one => one.state === 'live').slice(-mostTerminals)
  const [entries, terminals] = await Promise.all([
    readTimeline(sql, is.id, Math.max(0, is.seq - mostEntries)),
    Promise.all(
      live.map(async ({ id, title, host }) => {
        const here = terminalsOf(desk).get(id)
        const typing = here?.keyboard().name
        return {
          name: `${title} on ${host}`,
          typing: typing ? `${typing} types.` : 'Nobody types.',
          screen: here?.isConnected() ? await soon(here.screen.text()) : undefined,
        }
      }),
    ),
  ])
  return { terminals, entries }
}

/** A screen that floods or just ended is not waited for. */
const soon = (text: Promise<string>): Promise<string | undefined> =>
  Promise.race([text, pause(1_000, undefined, { ref: false })])

interface Shown {
  is: Incident
  at: string
  zone: string
  name(person: string): string
}

/** Read only, and as it is now: a look again is asked for by its button, and changes nothing either. */
export function roomSections(shown: Shown, { terminals, entries }: LookIn): Html {
  const { is, at, zone, name } = shown
  const telling = { is, nameOf: name }
  return html`<section><h2>In the room now</h2>
<form method="get" action="${at}"><button>Look again</button></form>
${terminals.map(terminalShown)}
${terminals.length === 0 && html`<p class="soft">Nobody shares a terminal now.</p>`}
<h2>What was seen</h2>${is.evidence.slice(-mostEvidence).toReversed().map(seen)}
${is.changes.length > 0 && html`<h2>Changes</h2><ul>${is.changes.slice(-6).map(one => html`<li>${one.ref} ${one.what.slice(0, 200)}: <b>${one.state}</b></li>`)}</ul>`}
<h2>What happened last</h2><ol>${entries.map(entry => html`<li><span class="soft">${clock(entry.at, zone)}</span> ${sentence(entry, telling, zone)}</li>`)}</ol></section>`
}

function terminalShown({ name, typing, screen }: LookIn['terminals'][number]): Html {
  const now = screen ?? 'Its line is cut, or it is on another node of Fireline.'
  return html`<h3>${name}</h3><p class="soft">${typing}</p><pre>${cut(now, 4_000)}</pre>`
}

const seen = ({ ref, kind, source, excerpt }: Evidence): Html =>
  html`<details><summary>${ref} ${kind}, ${source.slice(0, 120)}</summary><pre>${cut(excerpt, 600)}</pre></details>`

/** Lines stay lines; what else moves a cursor does not. */
const cut = (text: string, most: number): string => {
  const lines = text.replaceAll('\t', '  ').replace(/\r\n?/g, '\n')
  return lines.length > most ? `${lines.slice(0, most)} …` : lines
}

const sentence = (entry: Entry, telling: Telling, zone: string): Html[] =>
  entrySentence(entry, telling).says.map(piece => written(piece, zone))

function written(piece: Piece, zone: string): Html {
  if (typeof piece === 'string') return html`${piece.slice(0, 300)}`
  if ('strong' in piece) return html`<b>${piece.strong.slice(0, 120)}</b>`
  if ('code' in piece) return html`<code>${piece.code.slice(0, 200)}</code>`
  return 'ref' in piece ? html`${piece.ref}` : html`${clock(piece.time, zone)}`
}
