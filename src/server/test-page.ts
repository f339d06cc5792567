import type { TestCall } from '../steps/notify/test-call.ts'
import { pageHeaders, style } from './capability-style.ts'
import { type Html, html } from './html.ts'

export { pageHeaders }

/** The page behind the link of a test: one button, which says that it came. Looking changes nothing. */
export function testPage(test: TestCall, at: string): string {
  const css: Html = { html: style }
  const isOver = test.state === 'tapped'
  const body = isOver
    ? html`<h1>It rang</h1><p>Fireline can reach you, ${test.person.name}. You can close this page.</p>`
    : html`<h1>This is a test</h1><p>Nothing is on fire. Fireline wanted to know whether it reaches you, ${test.person.name}.</p>
<form method="post" action="${at}"><button class="primary">It rang</button></form>`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${isOver ? 'It rang' : 'A test'}</title><style>${css}</style></head>
<body><main>${body}</main></body></html>`.html
}
