import { style } from './capability-style.ts'
import { type Html, html } from './html.ts'

interface OneButton {
  /** Asks; the button answers. */
  title: string
  says: string
  button: string
  /** Where it posts to. */
  at: string
}

/** One button, so that a mail scanner that opens links changes nothing. */
export function oneButtonPage({ title, says, button, at }: OneButton): string {
  const css: Html = { html: style }
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title}</title><style>${css}</style></head>
<body><main><h1>${title}</h1><p>${says}</p>
<form method="post" action="${at}"><button class="primary">${button}</button></form></main></body></html>`.html
}
