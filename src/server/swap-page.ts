import { type Swap, stateOf } from '../roster/swap.ts'
import { style } from './capability-style.ts'
import { type Html, html } from './html.ts'

export interface SwapWords {
  asker: string
  taker: string
  when: string
  inReturn?: string
  twice: string[]
}

/** The page behind the link of a swap: what is asked, yes and no. Looking changes nothing. */
export function swapPage(swap: Swap, person: string, words: SwapWords, link: string, at: string): string {
  const css: Html = { html: style }
  const { title, body } = said(swap, person, words, link, at)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title}</title><style>${css}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`.html
}

function said(swap: Swap, person: string, words: SwapWords, link: string, at: string): { title: string; body: Html } {
  const { asker, taker, when } = words
  const what = html`<p><b>${swap.schedule}</b>, ${when}</p>`
  const state = stateOf(swap, at)
  if (swap.takenBy === person)
    return {
      title: 'It is yours',
      body: html`${what}<p>Thank you. ${asker} knows. Pages of that time come to you.</p>`,
    }
  if (state === 'taken')
    return { title: `${taker} has it`, body: html`${what}<p>Nothing is asked of you any more.</p>` }
  if (state === 'withdrawn')
    return { title: 'No longer needed', body: html`${what}<p>${asker} took the question back.</p>` }
  if (state === 'expired')
    return { title: 'That time has begun', body: html`${what}<p>Nobody took it before: it is still ${asker}’s.</p>` }
  const hasDeclined = swap.asked.some(one => one.person === person && one.declinedAt)
  return { title: `Could you be on call for ${asker}?`, body: html`${what}${asks(swap, words, hasDeclined, link)}` }
}

const asks = (swap: Swap, { asker, inReturn, twice }: SwapWords, hasDeclined: boolean, link: string): Html => html`
${swap.note ? html`<p>${asker}: ${swap.note}</p>` : ''}
<p>${inReturn ? `In return ${asker} takes yours: ${inReturn}.` : 'It is a favour: nothing of yours changes.'}</p>
${twice.length > 0 ? html`<p class="soft">You would be on call on ${twice.join(' and ')} at the same time.</p>` : ''}
${hasDeclined ? html`<p class="soft">You said no. You may still say yes.</p>` : ''}
<form method="post" action="${link}"><input type="hidden" name="answer" value="take"><button class="primary">Yes, I take it</button></form>
${hasDeclined ? '' : html`<form method="post" action="${link}"><input type="hidden" name="answer" value="decline"><button>No, I cannot</button></form>`}`
