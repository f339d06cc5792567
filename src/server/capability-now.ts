import { nameOf } from '../incident/next.ts'
import { stepMarks } from '../incident/step-marks.ts'
import { seenLine } from '../steps/identify/size-up-text.ts'
import { clock } from '../steps/notify/say.ts'
import { more } from './capability-dock.ts'
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
${isOver ? html`<p>It is resolved. Sleep well.</p>` : html`<p class="next">${cut(next.says, 300)}</p>${next.missing.map(one => html`<p class="soft">${cut(one, 300)}</p>`)}`}
<dl>${facts(shown)}</dl>
${!is.acknowledgedBy && !isOver && html`<p class="soft">Breathe. Read first; nothing here needs typing yet.</p>`}
${!isOver && more(shown)}${room && glance(shown, room)}`
}

function dots({ is }: Shown, step: number): Html {
  const marks = stepMarks(is)
  const dot = ({ done }: (typeof marks)[number], n: number) =>
    n + 1 === step ? html`<i class="now"></i>` : done ? html`<i class="done"></i>` : html`<i></i>`
  const name = marks[step - 1]?.name.toLowerCase()
  return html`<div class="dots" aria-hidden="true">${marks.map(dot)}</div><p class="soft">Step ${step} of 7, ${name}</p>`
}

export function top({ is, zone }: Shown): Html {
  return html`<p class="soft">INC-${is.number}, ${is.service}, burning since ${clock(is.startedAt || is.openedAt, zone)}</p>
<h1>${cut(is.title)}</h1>`
}

function facts(shown: Shown): Html[] {
  const { is } = shown
  const { sizeUp } = is
  const pages = is.suggestedPages.slice(0, 3).map(page => `${page.title}: ${page.why}`)
  const told = sizeUp.told.slice(-8).map(one => `${one.who} by ${one.channel}: ${one.state}`)
  return [
    fact('bell', 'The alert says', cut(beyond(is.title, sizeUp.says))),
    fact('deploy', 'Changed shortly before', changed(shown).slice(0, 4).join('\n') || 'Nothing we know of'),
    fact('person', 'Who has it', holder(shown)),
    fact('people', 'Who is hurt', cut(sizeUp.whoIsHurt)),
    fact('clock', 'Seen before', seenLine(sizeUp.seenBefore)),
    fact('book', 'Runbook', pages.join('\n') || 'No page for this yet'),
    fact('horn', 'Who is told', [...told, ...nextWord(shown)].join('\n') || 'Nobody yet'),
    ...(is.nobodyToCall ? [html`<p class="need">${is.nobodyToCall}</p>`] : []),
  ]
}

/** The title stands above it already. */
const beyond = (title: string, says: string): string =>
  says.startsWith(`${title}\n`) ? says.slice(title.length + 1) : says

const fact = (name: IconName, term: string, text: string): Html =>
  html`<div class="with"><dt>${icon(name)}${term}</dt><dd>${text}</dd></div>`

/** `deploy #412 by leo, 4 min before. Maybe theirs.` */
export function changed({ is }: Shown): string[] {
  return is.sizeUp.whatChanged.map(({ summary, author, beforeMinutes, answer }) => {
    const when = beforeMinutes >= 0 ? `${beforeMinutes} min before` : `${-beforeMinutes} min after`
    const says = { maybe: '. They say: maybe mine', no: '. They say: not mine' }[answer ?? ''] ?? ''
    return `${cut(summary, 200)}${author ? ` by ${author}` : ''}, ${when}${says}`
  })
}

function holder({ is, zone, now, name, capability }: Shown): string {
  if (is.acknowledgedBy && is.status === 'resolved') return `${name(is.acknowledgedBy)} had it.`
  if (is.acknowledgedBy) return `${name(is.acknowledgedBy)} has it, quiet until ${clock(is.until ?? now, zone)}.`
  const next = is.escalation?.next
  if (!next) return 'Nobody yet.'
  const whom = next.people.map(name).join(', ') || 'The policy'
  const you = capability.kind === 'responder' ? 'you answer' : 'somebody answers'
  return `Nobody yet. ${whom} ${next.people.length > 1 ? 'are' : 'is'} paged at ${clock(next.dueAt, zone)} unless ${you}, ${lengthTo(now, next.dueAt)}.`
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
  const has = !is.acknowledgedBy
    ? 'Nobody has it yet'
    : is.acknowledgedBy === me
      ? 'You have it'
      : `${name(is.acknowledgedBy)} has it`
  const leads = !is.lead ? 'nobody leads yet' : is.lead === me ? 'you lead' : `${nameOf(is, is.lead)} leads`
  return { has, leads }
}
