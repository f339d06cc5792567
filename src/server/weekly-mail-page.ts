import { style } from './capability-style.ts'
import { type Html, html } from './html.ts'

/** One button, so that a mail scanner that opens links ends nothing. */
export function weeklyMailPage(name: string, at: string): string {
  const css: Html = { html: style }
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>The weekly mail · Fireline</title><style>${css}</style></head>
<body><main><h1>No more weekly mail?</h1><p>The ten noisiest alerts come to you on Mondays, ${name}. Pages are not touched by this.</p>
<form method="post" action="${at}"><button class="primary">Switch it off</button></form></main></body></html>`.html
}
