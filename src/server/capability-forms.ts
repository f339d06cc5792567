import { presentResponders } from '../incident/incident.ts'
import { stateCard } from '../incident/state-card.ts'
import type { Person } from '../roster/person.ts'
import { say } from '../steps/notify/say.ts'
import { attribute, cannotLabel, nextButtons, press } from './capability-dock.ts'
import type { Shown, View } from './capability-shown.ts'
import { type Html, html } from './html.ts'

/** A form ready to send: what it says, its fields as they may be changed, and its one filled button. */
export interface Form {
  inside: Html
  button: Html
}

/** The forms of the page, each under its own address: looking at one sends nothing. */
export const formOf: Partial<Record<View, (shown: Shown) => Form>> = {
  tell,
  'call-in': callIn,
  'hand-over': handOver,
  object,
  suggest,
  answer,
}

function tell(shown: Shown): Form {
  const { is, written } = shown
  const name = is.service === 'default' ? '' : shown.serviceName
  const draft =
    is.stakeholdersToldAt || is.updates.length > 0 ? say.updateDraft(is, name) : say.toStakeholders(is, name)
  const isFew = written?.['audience'] === 'responders'
  const inside = html`<h1>Tell everyone</h1>${is.nextUpdateDueAt && is.nextUpdateDueAt <= shown.now && html`<p class="next">The update you promised is due. Here is a draft.</p>`}
<label>What they read; change it as you like<textarea name="text" rows="6" required maxlength="10000">${written?.['text'] ?? draft}</textarea></label>
<label>To<select name="audience"><option value="stakeholders">${whoMustKnow(shown)}</option><option value="responders"${attribute('selected', isFew && 'selected')}>only who works on it</option></select></label>
<label>The next word comes<select name="nextInMinutes"><option value="30">in 30 minutes</option><option value="60">in an hour</option><option value="0">without a promise</option></select></label>`
  return sending(shown, 'post-update', inside, 'Tell everyone')
}

const whoMustKnow = ({ mustKnow }: Shown): string =>
  mustKnow === 0
    ? 'everyone: nobody asked for mail, the status page shows it'
    : `everyone who must know, by mail: ${mustKnow}`

function callIn(shown: Shown): Form {
  const others = awayFrom(shown)
  const names = listed(others.map(one => one.name))
  const one = (person: Person) => press(shown, 'page', `Page ${person.name} only`, { body: { person: person.id } })
  if (others.length === 0) return nothing(shown, 'Call in the team', 'Everyone who could be called is here already.')
  const inside = html`<h1>Call in the team</h1><p>${names} ${others.length === 1 ? 'is paged at once' : 'are paged at once, each over their own channel'}.</p><input type="hidden" name="team" value="${shown.is.team}">`
  const form = sending(shown, 'call-in', inside, 'Call in the team')
  return others.length === 1
    ? form
    : { ...form, inside: html`${form.inside}<div class="row">${others.slice(0, 12).map(one)}</div>` }
}

const listed = (names: string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '')

function handOver(shown: Shown): Form {
  const { is, capability, name, written, now } = shown
  if (is.lead !== capability.person) return nothingToHandOver(shown)
  const here = presentResponders(is).map(one => one.person)
  const next = is.escalation?.next?.people ?? []
  const rank = ({ id }: Person) => (here.includes(id) ? 0 : next.includes(id) ? 1 : 2)
  const whom = shown.team.filter(one => one.id !== capability.person).sort((a, b) => rank(a) - rank(b))
  if (whom.length === 0)
    return nothing(shown, 'Hand over', 'There is nobody to hand it to yet: nobody else was invited.')
  const option = (one: Person) =>
    html`<option value="${one.id}"${attribute('selected', one.id === written?.['to'] && 'selected')}>${one.name}${here.includes(one.id) ? ', here' : ', is paged'}</option>`
  const inside = html`<h1>Hand over</h1><p class="soft">The lead is offered. You have it until it is taken; then you may sleep.</p>
<label>To<select name="to">${whom.map(option)}</select></label>
<label>What they need to know; it goes onto the timeline<textarea name="text" rows="12" maxlength="10000">${written?.['text'] ?? stateCard(is, now, name)}</textarea></label>`
  return sending(shown, 'hand-over', inside, whom.length === 1 ? `Offer ${whom[0]?.name} the lead` : 'Offer the lead')
}

function nothingToHandOver(shown: Shown): Form {
  const { is, name } = shown
  const leads = is.lead ? `${name(is.lead)} leads: there is nothing of yours to hand over.` : 'Nobody leads yet.'
  const cannot = ' Say that you cannot, and the next one is paged at once.'
  if (is.acknowledgedBy) return nothing(shown, 'Hand over', leads)
  const form = nothing(shown, 'Hand over', leads + cannot)
  return { ...form, button: press(shown, 'i-cannot', cannotLabel(shown), { isFilled: true }) }
}

/** Says why there is nothing to send, with the next action as on every other part of the page. */
const nothing = (shown: Shown, title: string, text: string): Form => ({
  inside: html`<h1>${title}</h1><p>${text}</p>`,
  button: nextButtons(shown),
})

function object(shown: Shown): Form {
  const { changes, suggestions } = shown.is
  const open = [
    ...changes.filter(one => one.state === 'proposed').map(({ id, ref, what }) => ({ id, says: `${ref} ${what}` })),
    ...suggestions.filter(one => one.state === 'open').map(({ id, ref, text }) => ({ id, says: `${ref} ${text}` })),
  ]
  if (open.length === 0) return nothing(shown, 'Object', 'Nothing is proposed now.')
  const options = open.map(one => html`<option value="${one.id}">${one.says.slice(0, 120)}</option>`)
  const inside = html`<h1>Object</h1><label>To<select name="to">${options}</select></label>${line(shown, 'reason', 'Because')}`
  return sending(shown, 'object', inside, 'Object')
}

function suggest(shown: Shown): Form {
  const inside = html`<h1>Suggest something</h1>${line(shown, 'text', 'What to do')}${line(shown, 'why', 'Because')}`
  return sending(shown, 'suggest', inside, 'Suggest it')
}

function answer(shown: Shown): Form {
  const objection = shown.is.objections.find(one => one.state === 'open')
  if (!objection) return nothing(shown, 'Answer objection', 'No objection is open.')
  const inside = html`<h1>Answer objection</h1><p><b>${objection.by} objects.</b> ${objection.reason}</p><input type="hidden" name="objection" value="${objection.id}">${line(shown, 'answer', 'Your answer')}`
  return sending(shown, 'answer-objection', inside, 'Answer objection')
}

const line = ({ written }: Shown, name: string, label: string): Html =>
  html`<label>${label}<input name="${name}" required maxlength="1000" value="${written?.[name]}"></label>`

/** The button has the focus, so that Enter sends what stands there, and no keyboard covers it. */
function sending({ at }: Shown, command: string, inside: Html, label: string): Form {
  return {
    inside: html`<form method="post" id="form" action="${at}/${command}">${inside}</form>`,
    button: html`<button class="primary" form="form" autofocus>${label} <kbd aria-hidden="true">Enter</kbd></button>`,
  }
}

function awayFrom({ is, team, capability }: Shown): Person[] {
  const isHere = (id: string) => is.people.some(one => one.person === id && !one.leftAt)
  return team.filter(one => one.id !== capability.person && !isHere(one.id))
}
