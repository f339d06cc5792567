import type { Incident } from '../../incident/incident.ts'
import { listHeads } from '../../store/head.ts'
import { pageHeaders, style } from '../capability-style.ts'
import { type Html, html } from '../html.ts'
import { type Route, route } from '../route.ts'

/** What everybody else reads: what was said to stakeholders and when the next word comes; no titles, no names of services or people. */
export function statusRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/status',
      action: 'public',
      says: 'The status page: what you notice, what we do, next word by.',
      async run({ sql, reply }) {
        const open = (await listHeads(sql, 'open')).filter(is => !is.drill && is.severity !== 'sev4')
        void reply.headers(pageHeaders)
        return page(open).html
      },
    }),
  ]
}

function page(open: readonly Incident[]): Html {
  const verdict = open.length === 0 ? 'Everything works, as far as we know' : 'Something does not work'
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${verdict}</title><style>${{ html: style }}</style></head>
<body><header><span>Status</span></header><main><h1>${verdict}</h1>${open.map(disturbance)}</main></body></html>`
}

function disturbance(is: Incident): Html {
  const said = is.updates.findLast(update => update.audience === 'stakeholders')
  return html`<dl><div><dt>Since ${utc(is.startedAt)}</dt><dd>${
    said ? said.text : 'We know about it and are working on it.'
  }</dd></div><div><dt>State</dt><dd>${is.status === 'mitigated' ? 'Works again; we are watching it.' : 'We are working on it.'}</dd></div>${
    is.nextUpdateDueAt ? html`<div><dt>Next word by</dt><dd>${utc(is.nextUpdateDueAt)}</dd></div>` : undefined
  }</dl>`
}

const utc = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
