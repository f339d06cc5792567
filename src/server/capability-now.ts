import type { Incident } from '../incident/incident.ts'
import { judgementOf, pageToJudge, usefuls, usefulWords } from '../incident/judgement.ts'
import { type NextStep, nameOf } from '../incident/next.ts'
import { stepMarks } from '../incident/step-marks.ts'
import { trafficNow } from '../incident/traffic-words.ts'
import { seenLine } from '../steps/identify/size-up-text.ts'
import { clock } from '../steps/notify/say.ts'
import { more, press } from './capability-dock.ts'
import { type IconName, icon } from './capability-icons.ts'
import { glance } from './capability-room.ts'
import { cut, lengthTo, nextFor, type Shown } from './capability-shown.ts'
import { type Html, html } from './html.ts'

/** What somebody needs who has just been woken: where it stands, what is next, the facts, and a glance into the room. */
export function nowView(shown: Shown): Html {
  const { is, room } = shown
  const next = nextFor(shown)
  const isOver = is.status === 'resolved'
  return html`${dots(shown, next.step)}${top(shown)}
${lead(shown, next)}
<dl>${facts(shown)}</dl>
${!is.acknowledgedBy && !isOver && html`<p class="soft">Breathe. Read first; nothing here needs typing yet.</p>`}
${!isOver && more(shown)}${room && glance(shown, room)}`
}

/** What is next, or that it can wait. */
function lead(shown: Shown, { says, missing }: NextStep): Html {
  const { is } = shown
  if (is.status === 'resolved')
    return html`<p class="next">It is resolved. Sleep well.</p><p class="soft">What helped can be written down in the morning.</p>${wasUseful(shown)}`
  if (is.status === 'mitigated')
    return html`<p class="next">It is mitigated. Nobody is paged for it unless it comes back.</p><p class="soft">${cut(says, 300)}</p>`
  return html`<p class="next">${cut(says, 300)}</p>${missing.map(one => html`<p class="soft">${cut(one, 300)}</p>`)}`
}

/** One tap, changed by another; whoever leaves it alone is not asked again. */
function wasUseful(shown: Shown): Html | undefined {
  const { is, capability } = shown
  if (!pageToJudge(is, capability.person)) return undefined
  const said = judgementOf(is, capability.person)?.useful
  const others = usefuls.filter(useful => useful !== said)
  const ask = said ? `You said: ${usefulWords[said]}. Thank you.` : 'Was this page useful?'
  return html`<p role="status">${ask}</p><div class="row">${others.map(useful => press(shown, 'judge-page', usefulWords[useful], { body: { useful } }))}</div>`
}

function dots({ is }: Shown, step: number): Html {
  const marks = stepMarks(is)
  const dot = ({ done }: (typeof marks)[number], n: number) =>
    n + 1 === step ? html`<i class="now"></i>` : done ? html`<i class="done"></i>` : html`<i></i>`
  const name = marks[step - 1]?.name.toLowerCase()
  return html`<div class="dots" aria-hidden="true">${marks.map(dot)}</div><p class="soft">Step ${step} of 7, ${name}</p>`
}

export function top({ is, zone }: Shown): Html {
  const words = (at: string) => clock(at, zone)
  return html`<p class="soft">INC-${is.number}, ${is.service}, ${burns(is, words)}</p>
<h1>${cut(is.title)}</h1>`
}

/** Since when it burns, or until when it did. */
function burns({ startedAt, openedAt, status, mitigatedAt, resolvedAt }: Incident, words: (at: string) => string) {
  const since = words(startedAt || openedAt)
  if (status === 'resolved' && resolvedAt) return `burned from ${since} to ${words(resolvedAt)}`
  if (status === 'mitigated' && mitigatedAt) return `since ${since}, mitigated at ${words(mitigatedAt)}`
  return `burning since ${since}`
}

function facts(shown: Shown): Html[] {
  const { is, zone } = shown
  const { sizeUp } = is
  const traffic = trafficNow(is, at => clock(at, zone))
  const isOver = is.status === 'resolved'
  const pages = is.suggestedPages.slice(0, 3).map(page => `${page.title}: ${page.why}`)
  const told = new Map(sizeUp.told.map(({ who, channel, state }) => [`${who} by ${channel}`, state]))
  const toldLines = [...told].slice(-8).map(([whom, state]) => `${whom}: ${state}`)
  return [
    ...(is.resolution && is.status !== 'open'
      ? [fact('done', isOver ? 'How it ended' : 'What helped so far', cut(is.resolution))]
      : []),
    ...(traffic === undefined ? [] : [fact('mark', 'Traffic', traffic)]),
    fact('bell', 'The alert says', cut(beyond(is.title, sizeUp.says))),
    fact('deploy', 'Changed shortly before', changed(shown).slice(0, 4).join('\n') || 'Nothing we know of'),
    fact('person', isOver ? 'Who had it' : 'Who has it', holder(shown)),
    ...(is.status === 'open' ? [fact('people', 'Who is hurt', cut(sizeUp.whoIsHurt))] : []),
    fact('clock', 'Seen before', seenLine(sizeUp.seenBefore)),
    fact('book', 'Runbook', pages.join('\n') || 'No page for this yet'),
    fact('horn', 'Who is told', [...toldLines, ...nextWord(shown)].join('\n') || 'Nobody yet'),
    ...(is.nobodyToCall ? [html`<p class="need">${is.nobodyToCall}</p>`] : []),
  ]
}

/** The title stands above it already. */
const beyond = (title: string, says: string): string =>
  says.startsWith(`${title}\n`) ? says.slice(title.length + 1) : says

const fact = (name: IconName, term: string, text: string): Html =>
  html`<div class="with"><dt>${icon(name)}${term}</dt><dd>${text}</dd></div>`

/** `deploy #412 by leo, 4 min before. Maybe theirs.` */
function changed({ is }: Shown): string[] {
  return is.sizeUp.whatChanged.map(one => {
    const { summary, author, beforeMinutes } = one
    const when = beforeMinutes >= 0 ? `${beforeMinutes} min before` : `${-beforeMinutes} min after`
    return `${cut(summary, 200)}${author ? ` by ${author}` : ''}, ${when}${answerOf(one)}`
  })
}

/** What its author said of it, once asked. */
export const answerOf = ({ answer }: { answer?: string }): string =>
  ({ maybe: '. They say: maybe mine', no: '. They say: not mine' })[answer ?? ''] ?? ''

function holder(shown: Shown): string {
  const { is, zone, now, name, capability } = shown
  if (!is.acknowledgedBy) return is.status === 'open' ? `Nobody yet. ${comes(shown)}`.trim() : 'Nobody'
  const whom = is.acknowledgedBy === capability.person ? 'You' : name(is.acknowledgedBy)
  return is.status === 'open' ? `${whom}, quiet until ${clock(is.until ?? now, zone)}` : whom
}

/** Who is paged when nobody answers, and when. */
function comes({ is, zone, now, name, capability }: Shown): string {
  const next = is.escalation?.next
  if (is.held) return `It is silenced, so nobody more is paged before ${clock(is.held.until, zone)}.`
  if (!next) return ''
  const isMe = next.people.includes(capability.person ?? '')
  const others = next.people.filter(person => person !== capability.person).map(name)
  const whom = [...(isMe ? ['You'] : []), ...others].join(' and ') || 'The policy'
  const paged = `${isMe || others.length > 1 ? 'are' : 'is'} paged${isMe ? ' again' : ''}`
  const unless = capability.kind === 'responder' ? 'you answer' : 'somebody answers'
  return `${whom} ${paged} at ${clock(next.dueAt, zone)} unless ${unless}, ${lengthTo(now, next.dueAt)}.`
}

function nextWord({ is, zone, now }: Shown): string[] {
  const due = is.nextUpdateDueAt
  if (!due || is.status === 'resolved') return []
  return [
    due <= now ? `The next word was due at ${clock(due, zone)}.` : `They expect the next word by ${clock(due, zone)}.`,
  ]
}

/** Who has it, for the head of the page: "You have it", "you lead". */
export function seats({ is, name, capability }: Shown): { has: string; leads: string } {
  const me = capability.person
  if (is.status === 'resolved') return { has: 'It is over', leads: 'resolved' }
  const also = is.status === 'mitigated' ? ', mitigated' : ''
  const has = !is.acknowledgedBy
    ? 'Nobody has it yet'
    : is.acknowledgedBy === me
      ? 'You have it'
      : `${name(is.acknowledgedBy)} has it`
  const leads = !is.lead ? 'nobody leads yet' : is.lead === me ? 'you lead' : `${nameOf(is, is.lead)} leads`
  return { has, leads: leads + also }
}
