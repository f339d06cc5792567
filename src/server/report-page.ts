import { pageHeaders, style } from './capability-style.ts'
import { type Html, html } from './html.ts'

export { pageHeaders }

/** What a person wrote so far, by field, as the form sends it. */
export type Written = Partial<Record<'says' | 'since' | 'name' | 'contact', string>>

interface Form {
  /** As people outside know it. */
  service: string
  token: string
  trouble?: string
  written?: Written
}

/** How long it has been so, in minutes; a phone that sends no time zone can still say it. */
const agoes: readonly (readonly [minutes: string, says: string])[] = [
  ['', 'I do not know'],
  ['0', 'Just now'],
  ['10', 'About 10 minutes'],
  ['30', 'About half an hour'],
  ['60', 'About an hour'],
  ['180', 'A few hours'],
  ['1440', 'Since yesterday or longer'],
]

export const longest = { says: 2_000, name: 100, contact: 200 }

/** For somebody outside, without an account and without a script: what they see, since when, and who they are if they like. */
export function reportPage({ service, token, trouble, written = {} }: Form): string {
  const since = agoes.map(
    ([value, says]) =>
      html`<option value="${value}"${value === (written.since ?? '') && marked('selected')}>${says}</option>`,
  )
  return whole(
    `Something is wrong with ${service}`,
    html`<h1>Something is wrong with ${service}?</h1><p>Tell the people who look after it. They read it at once.</p>
${trouble !== undefined && html`<p class="need" role="alert">${trouble}</p>`}
<form method="post"><input type="hidden" name="form" value="${token}">
<label>What do you see?<textarea name="says" rows="4" required maxlength="${longest.says}" placeholder="I cannot pay. It says …">${written.says}</textarea></label>
<label>For how long?<select name="since">${since}</select></label>
<label>Your name, if you like<input name="name" maxlength="${longest.name}" autocomplete="name" value="${written.name ?? ''}"></label>
<label>Your mail address or phone number, if we may ask you something<input name="contact" maxlength="${longest.contact}" autocomplete="email" value="${written.contact ?? ''}"></label>
<p class="sr" aria-hidden="true"><label>Leave this empty<input name="website" tabindex="-1" autocomplete="off"></label></p>
<button class="primary">Tell them</button></form>
<p class="soft">Please write no password and no card number. Who you are is seen only by those who work on it.</p>`,
  )
}

/** What happens next, and nothing about what they know already. */
export function thanksPage(service: string): string {
  return whole(
    'Thank you',
    html`<h1>Thank you</h1><p>It is with the people who look after ${service} now, together with what others told them.</p>
<p>You need do nothing else. They write to you only if you left an address and they have a question.</p>
<p><a class="b" href="">Tell them something else</a></p>`,
  )
}

const marked = (name: string): Html => ({ html: ` ${name}` })

function whole(title: string, body: Html): string {
  const css: Html = { html: style }
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title}</title><style>${css}</style></head>
<body><main>${body}</main></body></html>`.html
}
