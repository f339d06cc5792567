import type { Disturbance, Part, PartState, ShownWork, StatusView } from '../steps/notify/status-page.ts'
import { partStates } from '../steps/notify/status-words.ts'
import { icon } from './capability-icons.ts'
import { type Html, html } from './html.ts'
import { hearForm } from './status-hear.ts'
import type { StatusLinks } from './status-links.ts'
import { time, timeSays } from './status-times.ts'
import { statusWhole } from './status-whole.ts'

/** What everybody reads: what you notice, what we do, next word by. It needs no script, and nothing from elsewhere. */
export function statusPage(view: StatusView, links: StatusLinks): string {
  const { page, now, parts, work, verdict } = view
  const cards = now.map((one, n) => disturbanceCard(one, view, links, n === 0 ? 'h1' : 'h2'))
  return statusWhole(
    view,
    links,
    verdict.says,
    html`${now.length === 0 ? calm(view) : cards}
${parts.length > 0 && html`<section aria-labelledby="parts"><h2 id="parts">Parts</h2><ul class="list">${parts.map(partLine)}</ul></section>`}
${work.length > 0 && html`<section aria-labelledby="work"><h2 id="work">Planned work</h2><ul class="list work">${work.map(one => workLine(one, view.at, page.zone))}</ul></section>`}
${links.hear !== undefined && hearForm(page, links.hear)}`,
  )
}

const looks: Record<PartState, { icon: 'alert' | 'half' | 'done' | 'clock'; look: 'need' | 'fine' | 'plain' }> = {
  down: { icon: 'alert', look: 'need' },
  partly: { icon: 'alert', look: 'need' },
  slow: { icon: 'half', look: 'plain' },
  watched: { icon: 'done', look: 'plain' },
  planned: { icon: 'clock', look: 'plain' },
  working: { icon: 'done', look: 'fine' },
}

const how = (state: PartState, says: string = partStates[state]): Html =>
  html`<span class="how ${looks[state].look}">${icon(looks[state].icon)} ${says}</span>`

const calm = ({ verdict }: StatusView): Html =>
  html`<section class="now ${looks[verdict.state].look}">${how(verdict.state)}<h1>${verdict.says}</h1></section>`

export function disturbanceCard(one: Disturbance, view: StatusView, links: StatusLinks, heading: 'h1' | 'h2'): Html {
  const { state, headline, said, since, weDo, nextWordBy, endedAt } = one
  const { at, page } = view
  const [newest, ...before] = said
  const title = heading === 'h1' ? html`<h1>${headline}</h1>` : html`<h2>${headline}</h2>`
  return html`<section class="now ${endedAt ? 'plain' : looks[state].look}" id="${one.id}">${endedAt ? html`<span class="how">${icon('done')} Over</span>` : how(state)}
${title}${newest && html`<p class="say">${newest.text}</p>`}
<dl class="facts"><div><dt>Since</dt><dd>${time(since, at, page.zone)}</dd></div><div><dt>What we do</dt><dd>${weDo}</dd></div>${nextWordBy !== undefined && html`<div><dt>Next word by</dt><dd>${nextWord(nextWordBy, at, page.zone)}</dd></div>`}</dl>
${before.length > 0 && html`<p class="before">Said before</p>${saidList(before, at, page.zone)}`}${!endedAt && affected(one, links)}</section>`
}

/** A promise that was broken is said, not hidden. */
const nextWord = (by: string, at: string, zone: string): Html =>
  by > at
    ? html`<b>${time(by, at, zone)}</b>, even if nothing has changed`
    : html`<b>${time(by, at, zone)}</b>, it is late and was asked for`

export const saidList = (said: Disturbance['said'], at: string, zone: string): Html =>
  html`<ol class="said" aria-label="What we said">${said.map(
    one => html`<li>${time(one.at, at, zone)}<p>${one.text}</p></li>`,
  )}</ol>`

function affected({ service, reports = 0 }: Disturbance, links: StatusLinks): Html | undefined {
  const form = links.affected(service)
  const people = reports === 1 ? 'One person has' : `${reports} people have`
  if (form === undefined && reports === 0) return undefined
  return html`${form !== undefined && html`<a class="b" href="${form}">I'm affected</a>`}${reports > 0 && html`<p class="small faint">${people} told us that it hurts them.</p>`}`
}

const partLine = ({ name, state }: Part): Html => html`<li><span>${name}</span>${how(state)}</li>`

const workLine = ({ says, startsAt, endsAt, parts, isNow }: ShownWork, at: string, zone: string): Html =>
  html`<li><span class="how plain">${icon('clock')} ${isNow ? 'Now, until' : timeSays(startsAt, at, zone)}${isNow ? '' : ' to'} ${timeSays(endsAt, isNow ? at : startsAt, zone)}</span><p>${says}</p><span class="small faint">${parts.join(', ')}</span></li>`
