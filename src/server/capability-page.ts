import { clock } from '../steps/notify/say.ts'
import { attribute, callIn, dock, handOver, nextButtons, tell } from './capability-dock.ts'
import { formOf } from './capability-forms.ts'
import { icon } from './capability-icons.ts'
import { nowView, seats } from './capability-now.ts'
import { authorPage, stakeholderPage } from './capability-others.ts'
import { redLine } from './capability-red.ts'
import { script } from './capability-script.ts'
import { nextFor, type Shown, type View, viewAt } from './capability-shown.ts'
import { style } from './capability-style.ts'
import { logsView, peopleView, terminalView, timelineView } from './capability-views.ts'
import { type Html, html } from './html.ts'

/** For one person woken at night, for an author who is asked, or for somebody who must know. Works without a script. */
export function capabilityPage(shown: Shown): string {
  const body = { responder: responderPage, author: authorPage, stakeholder: stakeholderPage }[shown.capability.kind]
  if (shown.isAgain) return html`<!doctype html><title>Again</title>${body(shown)}`.html
  const js: Html = { html: script }
  const live = shown.capability.kind === 'responder' && html`<script type="module">${js}</script>`
  const title = shown.capability.kind === 'stakeholder' ? shown.serviceName : shown.is.title
  return whole(`${title} · Fireline`, html`${body(shown)}${live}`)
}

/** A page of one calm sentence. */
export function sentencePage(title: string, sentence: string): string {
  return whole(title, html`<main><h1>${title}</h1><p>${sentence}</p></main>`)
}

function whole(title: string, body: Html): string {
  const css: Html = { html: style }
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title.slice(0, 200)}</title><style>${css}</style></head>
<body>${body}</body></html>`.html
}

const reading: Partial<Record<View, (shown: Shown) => Html>> = {
  now: nowView,
  logs: logsView,
  terminal: terminalView,
  people: peopleView,
  timeline: timelineView,
}

/** How many seconds may pass before it looks again by itself. */
const every: Partial<Record<View, number>> = { terminal: 1 }

/** Everything in `page` is taken over anew while it is open; what follows it stays. */
function responderPage(shown: Shown): Html {
  const { view, zone, now, trouble } = shown
  const form = shown.is.status === 'resolved' ? undefined : formOf[view]?.(shown)
  const inside = form?.inside ?? (reading[view] ?? nowView)(shown)
  return html`<p id="age" hidden></p><div id="page" data-from="${viewAt(shown, view)}"${isUnseen(shown) && attribute('data-unseen', 'yes')} data-every="${every[view] ?? 4}" data-at="${clock(now, zone)}" data-said="${inShort(shown)}"${trouble !== undefined && attribute('data-still', 'yes')}>${head(shown)}${redLine(shown)}
<main>${trouble !== undefined && html`<p class="need" role="alert">${trouble}</p>`}${inside}${keys(shown)}</main>
${dock(shown, form?.button ?? nextButtons(shown))}</div><p id="live" class="sr" role="status"></p>`
}

/** Whether the page still has to say that it is looked at. */
const isUnseen = ({ is, capability }: Shown): boolean =>
  is.calls.some(call => call.id === capability.subject && call.state !== 'shown' && call.state !== 'tapped')

function head(shown: Shown): Html {
  const { is, capability, now } = shown
  const until = is.status === 'resolved' ? (is.resolvedAt ?? now) : now
  const minutes = Math.max(0, Math.round((Date.parse(until) - Date.parse(is.startedAt || is.openedAt)) / 60_000))
  const { has, leads } = seats(shown)
  const who =
    is.acknowledgedBy || is.status === 'resolved'
      ? html`<span><b>${has}</b><small>${leads}</small></span>`
      : html`<span>${icon('mark')} Page for <b>${capability.name}</b></span>`
  return html`<header>${who}<span>${minutes} min</span><b class="tag">${is.severity}</b></header>`
}

/** What a screen reader is told when it changes. */
function inShort(shown: Shown): string {
  const { has } = seats(shown)
  return shown.is.status === 'resolved' ? 'It is resolved.' : `${has}. ${nextFor(shown).says}`
}

/** The letters of a keyboard, on every part of the page; each is a link that works without them. */
function keys(shown: Shown): Html {
  const links = shown.is.status === 'resolved' ? [] : [tell(shown), callIn(shown), handOver(shown)]
  return html`<details class="keys"><summary data-key="?">Keys <kbd aria-hidden="true">?</kbd></summary><p class="soft"><kbd>A</kbd> the next action · <kbd>L</kbd> logs and what changed · <kbd>T</kbd> terminal · <kbd>?</kbd> these keys. They work outside text fields.</p><div class="row">${links}<button type="button" id="letters">Switch the letters off</button></div></details>`
}
