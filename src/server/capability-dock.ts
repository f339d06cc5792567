import type { Next } from '../incident/decision.ts'
import { mayAsk } from './capability-asks.ts'
import { type IconName, icon } from './capability-icons.ts'
import { nextFor, type Shown, type View, viewAt } from './capability-shown.ts'
import { type Html, html } from './html.ts'

/** The thumb's part of the page: the one filled button, the quiet ones, and where to look. */
export function dock(shown: Shown, filled: Html): Html {
  return html`<section class="dock" aria-label="What to do next">${filled}${tabs(shown)}</section>`
}

const places: [View, IconName, string, string?][] = [
  ['now', 'now', 'Now'],
  ['logs', 'clip', 'Logs', 'l'],
  ['terminal', 'term', 'Terminal', 't'],
  ['people', 'people', 'People'],
  ['timeline', 'clock', 'Timeline'],
]

function tabs(shown: Shown): Html {
  const link = ([view, name, label, key]: (typeof places)[number]) =>
    html`<a href="${viewAt(shown, view)}"${attribute('aria-current', view === shown.view && 'page')}${attribute('data-key', key)}>${icon(name)}${label}</a>`
  return html`<nav aria-label="Room">${places.map(link)}</nav>`
}

/** The next action of this person, and beside it what else is near at hand. */
export function nextButtons(shown: Shown): Html {
  const { is, capability, view } = shown
  if (is.status === 'resolved') return html``
  if (!is.acknowledgedBy)
    return html`${press(shown, 'acknowledge', 'Acknowledge: I have it', { isFilled: true, key: 'a' })}${press(shown, 'i-cannot', cannotLabel(shown))}`
  if (view !== 'now') return filledNext(shown)
  const { does } = nextFor(shown)
  const isTold = !(does && canPress(does)) && placeOf(shown, does).view === 'tell'
  const quiet = is.lead === capability.person ? handOver(shown) : press(shown, 'i-cannot', 'I cannot')
  return html`${filledNext(shown)}<div class="row">${isTold ? callIn(shown) : tell(shown)}${quiet}</div>`
}

export const tell = (shown: Shown): Html => go(shown, 'tell', 'Tell everyone', { key: 'u' })
export const handOver = (shown: Shown): Html => go(shown, 'hand-over', 'Hand over', { key: 'o' })
export const callIn = (shown: Shown): Html => go(shown, 'call-in', 'Call in the team', { key: 'c' })

/** What stands beside the next action, for whoever can do more. */
export function more(shown: Shown): Html {
  const { is, capability } = shown
  const mine = is.acknowledgedBy === capability.person
  const open = [
    ...is.changes.filter(one => one.state === 'proposed'),
    ...is.suggestions.filter(one => one.state === 'open'),
  ]
  const also = (nextFor(shown).also ?? []).filter(one => one.command !== 'i-cannot' && canPress(one))
  return html`<h2>What you can do</h2><div class="row">${callIn(shown)}${is.acknowledgedBy ? undefined : tell(shown)}${also.map(one => press(shown, one.command, one.label, { body: one.body }))}${go(shown, 'suggest', 'Suggest something')}${open.length > 0 && go(shown, 'object', 'Object')}${mine && press(shown, 'acknowledge', 'I still have it: 30 more minutes')}${is.acknowledgedBy && !mine && press(shown, 'acknowledge', 'Acknowledge: I have it')}${mine && press(shown, 'i-cannot', 'I cannot')}</div>`
}

function filledNext(shown: Shown): Html {
  const { does } = nextFor(shown)
  if (does && canPress(does))
    return press(shown, does.command, does.label, { body: does.body, isFilled: true, key: 'a' })
  const { view, label } = placeOf(shown, does)
  if (view === shown.view) return html``
  return go(shown, view, label, { isFilled: true, key: 'a' })
}

/** Where somebody without a keyboard gets on with it: its form, or the place that shows what is needed for it. */
function placeOf({ is }: Shown, does: Next | undefined): { view: View; label: string } {
  const form = does && forms[does.command]
  if (form) return { view: form, label: does.label.replace('…', '') }
  if (does && looks.includes(does.command)) return { view: 'logs', label: 'Look at logs and what changed' }
  if (is.terminals.some(one => one.state === 'live')) return { view: 'terminal', label: 'Watch the terminal' }
  return { view: 'tell', label: 'Post an update' }
}

const forms: Record<string, View> = { 'post-update': 'tell', suggest: 'suggest', 'answer-objection': 'answer' }
const looks = ['add-evidence', 'attach-evidence', 'propose-hypothesis', 'confirm-cause', 'follow-page']

const canPress = ({ command, body }: Next): boolean =>
  mayAsk.responder.includes(command) && Object.values(body).every(value => typeof value === 'string')

export function cannotLabel({ is, name, capability }: Shown): string {
  const next = is.escalation?.next?.people.find(person => person !== capability.person)
  return next && !is.acknowledgedBy ? `I cannot, page ${name(next)} now` : 'I cannot'
}

interface How {
  body?: Record<string, unknown>
  isFilled?: boolean
  key?: string
}

/** A button that posts. */
export function press({ at }: Shown, command: string, label: string, how: How = {}): Html {
  const fields = Object.entries(how.body ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${String(value)}">`,
  )
  return html`<form method="post" action="${at}/${command}">${fields}<button${classOf(how)}${attribute('data-key', how.key)}>${label}${hint(how.key)}</button></form>`
}

/** A way to another part of the page: it changes nothing. */
export function go(shown: Shown, view: View, label: string, how: How = {}): Html {
  return html`<a${attribute('class', how.isFilled ? 'b primary' : 'b')} href="${viewAt(shown, view)}"${attribute('data-key', how.key)}>${label}${hint(how.key)}</a>`
}

const classOf = ({ isFilled }: How): Html => attribute('class', isFilled && 'primary')
const hint = (key: string | undefined): Html | undefined =>
  key === undefined ? undefined : html` <kbd aria-hidden="true">${key.toUpperCase()}</kbd>`

export const attribute = (name: string, value: string | false | undefined): Html =>
  value ? html` ${name}="${value}"` : html``
