import type { Disturbance, StatusView } from '../steps/notify/status-page.ts'
import { type Html, html } from './html.ts'
import { disturbanceCard, saidList } from './status-html.ts'
import type { StatusLinks } from './status-links.ts'
import { daySays, lengthSays, time } from './status-times.ts'
import { statusWhole } from './status-whole.ts'

/** How far back it is told. */
export const pastDays = 90

/** What is over, newest first, with every word that was said. */
export function pastPage(view: StatusView, past: readonly Disturbance[], links: StatusLinks): string {
  const { page, at } = view
  const list = html`<ul class="list past">${past.map(one => pastLine(one, at, page.zone))}</ul>`
  return statusWhole(
    view,
    links,
    'What was before',
    html`<h1>What was before</h1><p class="soft">The last ${pastDays} days.</p>${past.length === 0 ? html`<p>There was nothing.</p>` : list}`,
  )
}

function pastLine(one: Disturbance, at: string, zone: string): Html {
  const { id, headline, since, endedAt = at, said } = one
  return html`<li id="${id}"><span class="small faint">${daySays(since, zone)}</span><h2>${headline}</h2><p class="small soft">From ${time(since, since, zone)} to ${time(endedAt, since, zone)}, ${lengthSays(since, endedAt)}</p>${said.length > 0 && saidList(said, since, zone)}</li>`
}

/** One incident alone: where a feed and a mail lead to. */
export const incidentPage = (view: StatusView, one: Disturbance, links: StatusLinks): string =>
  statusWhole(view, links, one.headline, disturbanceCard(one, view, links, 'h1'))
