import type { Evidence, Hypothesis, Incident } from '../incident/incident.ts'
import { comingWords, whoComes } from '../incident/who-comes.ts'
import { aroundOnset, fromOnset, type Near } from '../steps/identify/around-onset.ts'
import { clock } from '../steps/notify/say.ts'
import { callIn, handOver } from './capability-dock.ts'
import { answerOf } from './capability-now.ts'
import { changesOf, happenings, lookAgain, seen, terminalShown } from './capability-room.ts'
import { cut, type Shown } from './capability-shown.ts'
import { type Html, html } from './html.ts'

const mostEvidence = 12

/** The hour around the onset in the order of its time, then what was seen, nearest to the onset first. */
export function logsView(shown: Shown): Html {
  const { is, zone } = shown
  const onset = Date.parse(is.startedAt || is.openedAt)
  const far = ({ from, at }: Evidence) => Math.abs(Date.parse(from ?? at) - onset)
  const evidence = is.evidence.filter(one => one.kind !== 'alert').sort((a, b) => far(a) - far(b))
  return html`<h1>Logs and what changed</h1><p class="soft">Around ${clock(is.startedAt || is.openedAt, zone)}, when it began.</p>
${around(shown)}
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

const kinds: Record<Near['kind'], string> = { change: 'changed', onset: '', alert: 'alert', evidence: 'seen' }
const fromWords: Record<Near['kind'], string> = { change: 'by', onset: '', alert: 'from', evidence: 'in' }
const mostNear = 20

/** What changed, what fired and what was seen, each with how long before or after it began. */
function around(shown: Shown): Html {
  const { is, zone } = shown
  const onset = is.startedAt || is.openedAt
  const answers = new Map(is.sizeUp.whatChanged.map(one => [one.summary + one.at, answerOf(one)]))
  const near = nearest(aroundOnset(is, is.sizeUp.whatChanged), onset)
  const whose = ({ kind, from }: Near) => (from ? `${kinds[kind]} ${fromWords[kind]} ${cut(from, 80)}` : kinds[kind])
  const row = (one: Near) => {
    const { at, kind, says, ref } = one
    return kind === 'onset'
      ? html`<div><dt>${clock(at, zone)}</dt><dd><b>It began</b></dd></div>`
      : html`<div><dt>${clock(at, zone)}, ${fromOnset(at, onset)} · ${whose(one)}</dt><dd>${ref && `${ref} `}${cut(says, 200)}${answers.get(says + at)}</dd></div>`
  }
  const isChanged = near.some(one => one.kind === 'change')
  return html`<dl>${near.map(row)}</dl>${!isChanged && html`<p class="soft">Nothing we know of changed in that hour.</p>`}${longBefore(shown)}`
}

/** What changed more than an hour away from it. */
function longBefore({ is }: Shown): Html | undefined {
  const onset = is.startedAt || is.openedAt
  const far = is.sizeUp.whatChanged.filter(one => Math.abs(one.beforeMinutes) > 60).slice(0, 6)
  if (far.length === 0) return undefined
  return html`<h2>Changed further away</h2><ul>${far.map(one => html`<li>${cut(one.summary, 200)}${one.author && ` by ${one.author}`}, ${fromOnset(one.at, onset)}${answerOf(one)}</li>`)}</ul>`
}

/** Of very many the nearest, still in the order of their time. */
function nearest(near: readonly Near[], onset: string): Near[] {
  const far = ({ at }: Near) => Math.abs(Date.parse(at) - Date.parse(onset))
  const kept = new Set(near.toSorted((a, b) => far(a) - far(b)).slice(0, mostNear))
  return near.filter(one => kept.has(one))
}

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
