import { clock } from '../steps/notify/say.ts'
import { says } from '../steps/notify/status-words.ts'
import { top } from './capability-now.ts'
import { redLine } from './capability-red.ts'
import { cut, type Shown } from './capability-shown.ts'
import { type Html, html } from './html.ts'

const fact = (term: string, text: string): Html => html`<div><dt>${term}</dt><dd>${text}</dd></div>`

/** For who changed something shortly before: one question, one tap. */
export function authorPage(shown: Shown): Html {
  const { is, capability, at, trouble } = shown
  const asked = is.wasItYou.find(one => one.change === capability.subject)
  const [mine, not] = asked?.on ? ['It was me', 'Not me'] : ['Maybe mine', 'Not mine']
  const answered = asked?.answer && `You said: ${(asked.answer === 'maybe' ? mine : not).toLowerCase()}. Thank you.`
  return html`<div id="page"><header><span>For <b>${capability.name}</b></span><b class="tag">${is.severity}</b></header>${redLine(shown)}
<main>${trouble !== undefined && html`<p class="need" role="alert">${trouble}</p>`}${top(shown)}
<dl>${fact(asked?.on ? `On ${asked.on}` : 'You changed', asked?.summary ?? 'Something shortly before')}${fact('The alert says', cut(is.sizeUp.says))}</dl>
${answered && html`<p role="status">${answered}</p>`}
<form method="post" action="${at}/maybe-mine"><label>A word that helps, if you have one<input name="note" maxlength="2000"></label><button class="primary">${mine}</button></form>
<form method="post" action="${at}/not-mine"><button>${not}</button></form>
<p class="soft">Nobody blames you. One word of yours saves those who look for it much time.</p></main></div>`
}

/** For who must know: what was said, and when the next word comes. It only reads. */
export function stakeholderPage({ is, zone, now, serviceName }: Shown): Html {
  const updates = is.updates.filter(one => one.audience === 'stakeholders').toReversed()
  const due = is.status === 'resolved' ? undefined : is.nextUpdateDueAt
  return html`<header><span>Under way, for you who must know</span></header><main><p class="soft">Since ${clock(is.startedAt || is.openedAt, zone)}</p><h1>${says.headline([serviceName], is.severity, is.status)}</h1><p>${says.weDo(is)}</p>
${due && html`<p class="soft">${due > now ? 'Next word by' : 'The next word was due, and was asked for, at'} ${clock(due, zone)}</p>`}
<dl>${updates.slice(0, 10).map(one => fact(clock(one.at, zone), cut(one.text)))}</dl></main>`
}
