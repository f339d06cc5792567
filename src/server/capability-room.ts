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
import { attribute } from './capability-dock.ts'
import { type Shown, type View, viewAt } from './capability-shown.ts'
import { type Html, html } from './html.ts'

/** The room as somebody on a phone may look into it: its terminals' screens, what was seen, changed and said. */
export interface LookIn {
  terminals: { name: string; typing: string; screen?: string }[]
  entries: Entry[]
}

const mostEntries: Partial<Record<View, number>> = { now: 6, timeline: 80 }
const mostTerminals: Partial<Record<View, number>> = { now: 1, terminal: 3 }
const mostEvidence = 2

/** As much of it as this part of the page shows. */
export async function lookIn(desk: Desk, sql: Sql, is: Incident, view: View): Promise<LookIn> {
  const most = mostTerminals[view] ?? 0
  const live = most > 0 ? is.terminals.filter(one => one.state === 'live').slice(-most) : []
  const wanted = mostEntries[view] ?? 0
  const [entries, terminals] = await Promise.all([
    wanted > 0 ? readTimeline(sql, is.id, Math.max(0, is.seq - wanted)) : [],
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

/** A glance into the room, read only: each part has a page of its own that shows more. */
export function glance(shown: Shown, { terminals, entries }: LookIn): Html {
  const { is } = shown
  return html`<section><h2>In the room now</h2>${lookAgain(shown)}
${terminals.map(one => terminalShown(one, 1_200))}
${terminals.length === 0 && html`<p class="soft">Nobody shares a terminal now.</p>`}
${is.evidence
  .slice(-mostEvidence)
  .toReversed()
  .map(one => seen(one))}
${changesOf(is)}
<h2>What happened last</h2>${happenings(shown, entries)}</section>`
}

/** For who has no scripts: a look again changes nothing either. */
export const lookAgain = (shown: Shown): Html =>
  html`<noscript><form method="get" action="${viewAt(shown, shown.view)}"><button>Look again</button></form></noscript>`

export function changesOf({ changes }: Incident): Html | undefined {
  if (changes.length === 0) return undefined
  return html`<h2>Changes</h2><ul>${changes.slice(-6).map(one => html`<li>${one.ref} ${one.what.slice(0, 200)}: <b>${one.state}</b></li>`)}</ul>`
}

export function happenings({ is, zone, name }: Shown, entries: readonly Entry[]): Html {
  const telling = { is, nameOf: name }
  return html`<ol class="plain">${entries.map(entry => html`<li><span class="soft">${clock(entry.at, zone)}</span> ${sentence(entry, telling, zone)}</li>`)}</ol>`
}

export function terminalShown({ name, typing, screen }: LookIn['terminals'][number], most = 8_000): Html {
  const now = screen ?? 'Its line is cut, or it is on another node of Fireline.'
  return html`<p><b>${cut(name, 80)}</b> <span class="soft">${typing}</span></p><div class="screen" tabindex="0" role="region" aria-label="Screen of ${name}"><pre>${end(now, most)}</pre></div>`
}

/** Of a screen the last lines count. */
const end = (text: string, most: number): string =>
  text.length > most ? `… ${text.slice(-most).toWellFormed()}` : text

export const seen = ({ ref, kind, source, excerpt }: Evidence, isOpen = false): Html =>
  html`<details${attribute('open', isOpen && 'open')}><summary>${ref} ${kind}, ${source.slice(0, 120)}</summary><pre>${cut(excerpt, isOpen ? 2_000 : 600)}</pre></details>`

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
