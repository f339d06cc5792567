import type { StatusView } from '../steps/notify/status-page.ts'
import { type Html, html } from './html.ts'
import type { StatusLinks } from './status-links.ts'
import { statusStyle } from './status-style.ts'
import { daySays, timeSays } from './status-times.ts'

/** A page of the status pages: whose it is, what it says, and when that was written. */
export function statusWhole(
  { page, at }: Pick<StatusView, 'page' | 'at'>,
  links: StatusLinks,
  title: string,
  body: Html,
): string {
  const css: Html = { html: statusStyle }
  const name = page.title || 'Status'
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${!page.isPublic && html`<meta name="robots" content="noindex">`}<title>${title} · ${name}</title><link rel="alternate" type="application/atom+xml" title="${name}" href="${links.atom}"><style>${css}</style></head>
<body><div class="all"><header><b>${name}</b>${page.title !== '' && html`<span class="faint">status</span>`}<span class="end">${page.isPublic ? 'Read by anyone, no account needed' : 'Only for who has this link'}</span></header>
<main>${body}</main>
<footer><p>Written ${daySays(at, page.zone)}, ${timeSays(at, at, page.zone)}, all times ${page.zone}.${links.copyOf !== undefined && html` This is a copy, kept apart so that it can be read while everything else is away; what is newer stands at <a href="${links.copyOf}">${links.copyOf}</a>.`}</p>
<nav aria-label="More"><a href="${links.home}">How it is now</a><a href="${links.past}">What was before</a><a href="${links.atom}">Atom feed</a></nav></footer></div></body></html>`
    .html
}
