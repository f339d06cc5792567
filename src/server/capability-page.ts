import type { SizeUp } from '../steps/identify/size-up.ts'
import { seenLine } from '../steps/identify/size-up-text.ts'
import { clock, say } from '../steps/notify/say.ts'
import type { Capability } from '../store/capabilities.ts'
import type { Head } from '../store/head.ts'
import { type LookIn, roomSections } from './capability-room.ts'
import { style } from './capability-style.ts'
import { type Html, html } from './html.ts'

/** What the page shows and where its buttons post to. */
export interface Shown {
  is: Head & { sizeUp: SizeUp }
  capability: Capability
  /** The path of this page. */
  at: string
  zone: string
  now: string
  name(person: string): string
  /** What a responder may look at. */
  room?: LookIn
  /** A no to what was just pressed. */
  trouble?: string
}

/** For one person woken at night, for an author who is asked, or for somebody who must know. Works without a script. */
export function capabilityPage(shown: Shown): string {
  const body = { responder: forResponder, author: forAuthor, stakeholder: forStakeholder }[shown.capability.kind]
  return whole(`${shown.is.title} · Fireline`, body(shown))
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

function forResponder(shown: Shown): Html {
  const { is, capability } = shown
  return html`<header><span>Page for <b>${capability.name}</b></span><b>${is.severity}</b></header>
<main>${top(shown)}<dl>${facts(shown)}</dl>${is.status === 'resolved' ? html`<p>It is resolved. Sleep well.</p>` : buttons(shown)}${shown.room && roomSections(shown, shown.room)}</main>`
}

const mostText = 1_500
const cut = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText)} …` : text)

function top({ is, zone, trouble }: Shown): Html {
  return html`${trouble !== undefined && html`<p class="need" role="alert">${trouble}</p>`}
<p class="soft">INC-${is.number}, ${is.service}, burning since ${clock(is.startedAt || is.openedAt, zone)}</p>
<h1>${cut(is.title)}</h1><p class="soft">Breathe. Read first; nothing here needs typing yet.</p>`
}

function facts(shown: Shown): Html[] {
  const { is, zone, name } = shown
  const { sizeUp } = is
  const changed = sizeUp.whatChanged.slice(0, 4).map(one => {
    const when = one.beforeMinutes >= 0 ? `${one.beforeMinutes} min before` : `${-one.beforeMinutes} min after`
    return `${one.summary}${one.author ? ` by ${one.author}` : ''}, ${when}`
  })
  const pages = is.suggestedPages.slice(0, 3).map(page => `${page.title}: ${page.why}`)
  const holder =
    is.acknowledgedBy && `${name(is.acknowledgedBy)} has it, quiet until ${clock(is.until ?? shown.now, zone)}.`
  return [
    fact('The alert says', cut(sizeUp.says)),
    fact('Who is hurt', cut(sizeUp.whoIsHurt)),
    fact('Changed shortly before', changed.join('\n') || 'Nothing we know of'),
    fact('Seen before', seenLine(sizeUp.seenBefore)),
    fact('Runbook', pages.join('\n') || 'No page for this yet'),
    fact('Who has it', holder ?? `Nobody yet. ${nextPaged(shown)}`),
    fact(
      'Who is told',
      sizeUp.told
        .slice(-8)
        .map(one => `${one.who} by ${one.channel}: ${one.state}`)
        .join('\n') || 'Nobody yet',
    ),
    ...(is.nobodyToCall ? [html`<p class="need">${is.nobodyToCall}</p>`] : []),
  ]
}

const fact = (term: string, text: string): Html => html`<div><dt>${term}</dt><dd>${text}</dd></div>`

function nextPaged({ is, zone, name }: Shown): string {
  const next = is.escalation?.next
  if (!next) return ''
  const whom = next.people.map(name).join(', ') || 'The policy'
  return `${whom} is paged at ${clock(next.dueAt, zone)} unless somebody answers.`
}

function buttons(shown: Shown): Html {
  const { is, capability } = shown
  const mine = is.acknowledgedBy === capability.person
  const others = is.people.filter(one => one.person !== capability.person && !one.leftAt && one.as === 'responder')
  return html`${form(shown, 'acknowledge', html`<button class="primary">${mine ? 'I still have it: 30 more minutes' : 'Acknowledge: I have it'}</button>`)}
${form(shown, 'i-cannot', html`<button>${cannotLabel(shown)}</button>`)}
${folded('Post an update', form(shown, 'post-update', html`<label>What you know<textarea name="text" rows="3" required maxlength="10000"></textarea></label><label>To<select name="audience"><option value="responders">who works on it</option><option value="stakeholders">all who must know, by mail</option></select></label><button>Post update</button>`))}
${folded('Tell stakeholders', form(shown, 'tell-stakeholders', html`<label>Your words, or nothing for what is known so far<textarea name="text" rows="3" maxlength="10000" placeholder="${say.toStakeholders(is)}"></textarea></label><button>Tell stakeholders</button>`))}
${folded('Call in the team', form(shown, 'call-in', html`<input type="hidden" name="team" value="${is.team}"><button>Call in the team</button>`))}
${others.length > 0 && folded('Hand over', form(shown, 'offer-lead', html`<label>To<select name="to">${others.map(one => html`<option value="${one.person}">${one.name}</option>`)}</select></label><button>Offer the lead</button>`))}
${objectTo(shown)}`
}

function cannotLabel({ is, name, capability }: Shown): string {
  const next = is.escalation?.next?.people.find(person => person !== capability.person)
  return next && !is.acknowledgedBy ? `I cannot, page ${name(next)} now` : 'I cannot'
}

function objectTo(shown: Shown): Html | undefined {
  const { changes, suggestions } = shown.is
  const open = [
    ...changes.filter(one => one.state === 'proposed').map(({ id, ref, what }) => ({ id, says: `${ref} ${what}` })),
    ...suggestions.filter(one => one.state === 'open').map(({ id, ref, text }) => ({ id, says: `${ref} ${text}` })),
  ]
  if (open.length === 0) return undefined
  const options = open.map(one => html`<option value="${one.id}">${one.says.slice(0, 120)}</option>`)
  return folded(
    'Object',
    form(
      shown,
      'object',
      html`<label>To<select name="to">${options}</select></label><label>Because<input name="reason" required maxlength="1000"></label><button>Object</button>`,
    ),
  )
}

function forAuthor(shown: Shown): Html {
  const { is, capability } = shown
  const asked = is.wasItYou.find(one => one.change === capability.subject)
  const answered = asked?.answer && `You said: ${asked.answer === 'maybe' ? 'maybe mine' : 'not mine'}. Thank you.`
  return html`<header><span>For <b>${capability.name}</b></span><b>${is.severity}</b></header>
<main>${top(shown)}<dl>${fact('You changed', asked?.summary ?? 'Something shortly before')}${fact('The alert says', cut(is.sizeUp.says))}</dl>
${answered && html`<p role="status">${answered}</p>`}
${form(shown, 'maybe-mine', html`<label>A word that helps, if you have one<input name="note" maxlength="2000"></label><button class="primary">Maybe mine</button>`)}
${form(shown, 'not-mine', html`<button>Not mine</button>`)}
<p class="soft">Nobody blames you. One word of yours saves those who look for it much time.</p></main>`
}

const states = { open: 'We are working on it.', mitigated: 'You should no longer notice it.', resolved: 'It is over.' }

function forStakeholder({ is, zone }: Shown): Html {
  const updates = is.updates.filter(one => one.audience === 'stakeholders').toReversed()
  const due = is.nextUpdateDueAt && is.status !== 'resolved'
  return html`<main><p class="soft">Since ${clock(is.startedAt || is.openedAt, zone)}</p><h1>${cut(is.title)}</h1><p>${states[is.status]}</p>
${due && html`<p class="soft">Next word by ${clock(is.nextUpdateDueAt ?? '', zone)}</p>`}
<dl>${updates.slice(0, 10).map(one => fact(clock(one.at, zone), cut(one.text)))}</dl></main>`
}

const form = ({ at }: Shown, command: string, inside: Html): Html =>
  html`<form method="post" action="${at}/${command}">${inside}</form>`

const folded = (summary: string, inside: Html): Html => html`<details><summary>${summary}</summary>${inside}</details>`
