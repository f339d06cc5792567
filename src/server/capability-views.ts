import type { Evidence, Hypothesis, Incident } from '../incident/incident.ts'
import { comingWords, whoComes } from '../incident/who-comes.ts'
import { clock } from '../steps/notify/say.ts'
import { callIn, handOver } from './capability-dock.ts'
import { changed } from './capability-now.ts'
import { changesOf, happenings, lookAgain, seen, terminalShown } from './capability-room.ts'
import { cut, type Shown } from './capability-shown.ts'
import { type Html, html } from './html.ts'

const mostEvidence = 12

/** What changed, and what was seen, nearest to the onset first. */
export function logsView(shown: Shown): Html {
  const { is, zone } = shown
  const onset = Date.parse(is.startedAt || is.openedAt)
  const far = ({ from, at }: Evidence) => Math.abs(Date.parse(from ?? at) - onset)
  const evidence = is.evidence.filter(one => one.kind !== 'alert').sort((a, b) => far(a) - far(b))
  return html`<h1>Logs and what changed</h1><p class="soft">Around ${clock(is.startedAt || is.openedAt, zone)}, when it began.</p>
<h2>What changed</h2>${list(changed(shown), 'Nothing we know of changed shortly before.')}
<h2>What was seen</h2>${evidence.slice(0, mostEvidence).map((one, n) => seen(one, n < 2))}${evidence.length === 0 && html`<p class="soft">Nothing was kept yet. Who is at a keyboard keeps what they see: fireline attach.</p>`}
${sources(is)}${is.hypotheses.length > 0 && html`<h2>What it might be</h2><ul>${is.hypotheses.map(one => theory(is, one))}</ul>`}
${
  is.commands.length > 0 &&
  html`<h2>What was run</h2><ul>${is.commands
    .slice(-10)
    .toReversed()
    .map(
      one =>
        html`<li><span class="soft">${clock(one.startedAt, zone)}</span> <code>${cut(one.command, 200)}</code>${one.exitCode ? html`, ended with ${one.exitCode}` : undefined}</li>`,
    )}</ul>`
}
${changesOf(is)}`
}

const list = (lines: string[], none: string): Html =>
  lines.length > 0
    ? html`<ul>${lines.slice(0, 12).map(one => html`<li>${one}</li>`)}</ul>`
    : html`<p class="soft">${none}</p>`

/** The alerts where they come from: their own dashboards. */
function sources({ alerts }: Incident): Html | undefined {
  const links = alerts.flatMap(({ link, title }) => (link && /^https?:\/\//i.test(link) ? [{ link, title }] : []))
  if (links.length === 0) return undefined
  return html`<h2>Where the alert comes from</h2><ul>${links.slice(0, 3).map(one => html`<li><a href="${one.link}" rel="noreferrer noopener">${cut(one.title, 120)}</a></li>`)}</ul>`
}

function theory(
  is: Incident,
  { ref, statement, state, evidenceFor, evidenceAgainst, ruledOutBecause }: Hypothesis,
): Html {
  const refs = (pieces: { evidence: string }[]) =>
    pieces.map(piece => is.evidence.find(one => one.id === piece.evidence)?.ref ?? '').join(', ')
  const forIt = evidenceFor.length > 0 ? `for it ${refs(evidenceFor)}` : 'nothing for it yet'
  const against = evidenceAgainst.length > 0 ? `, against it ${refs(evidenceAgainst)}` : ''
  const says = state === 'ruled out' ? `ruled out, ${ruledOutBecause ?? ''}` : `${state}, ${forIt}${against}`
  return html`<li>${ref} ${cut(statement, 300)}: ${cut(says, 300)}</li>`
}

/** The screens as they are now. Where scripts run they go on by themselves. */
export function terminalView(shown: Shown): Html {
  const terminals = shown.room?.terminals ?? []
  const none = html`<p>Nobody shares a terminal now.</p><p class="soft">Who is at a keyboard shares one: <code>fireline share -- ssh host</code></p>`
  return html`<h1>Terminal</h1>${lookAgain(shown)}${terminals.map(one => terminalShown(one))}${terminals.length === 0 && none}`
}

export function peopleView(shown: Shown): Html {
  const { is, zone, name } = shown
  const words = (at: string) => clock(at, zone)
  const row = (one: ReturnType<typeof whoComes>[number]) =>
    html`<div><dt>${comingWords(one, is, words)}</dt><dd>${name(one.person)}</dd></div>`
  const people = whoComes(is)
  return html`<h1>Who is here and who comes</h1>${is.leadOfferedTo && html`<p class="next">The lead is offered to ${name(is.leadOfferedTo)}.</p>`}
<dl>${people.map(row)}</dl>${people.length === 0 && html`<p>Nobody was called yet.</p>`}
${is.status !== 'resolved' && html`<div class="row">${callIn(shown)}${is.lead === shown.capability.person && handOver(shown)}</div>`}`
}

export function timelineView(shown: Shown): Html {
  return html`<h1>What happened</h1><p class="soft">The newest comes first.</p>${happenings(shown, (shown.room?.entries ?? []).toReversed())}`
}
