import { reachSays } from '../steps/notify/reach-check.ts'
import { type TestCall, testCallSays } from '../steps/notify/test-call.ts'
import { pageHeaders, style } from './capability-style.ts'
import { type Html, html } from './html.ts'

export { pageHeaders }

interface Words {
  title: string
  says: string
  button: string
  done: string
}

const rings = (name: string): Words => ({
  title: 'This is a test',
  says: `Nothing is on fire. Fireline wanted to know whether it reaches you, ${name}.`,
  button: testCallSays.button,
  done: 'It rang',
})

const reaches = (name: string): Words => ({
  title: 'You are on call now',
  says: `Nothing is on fire. Say that this reached you, ${name}; without a word from you, others are told.`,
  button: reachSays.button,
  done: 'It reaches you',
})

/** The page behind the link of a test: one button, which says that it came. Looking changes nothing. */
export function testPage(test: TestCall, at: string): string {
  const css: Html = { html: style }
  const { name } = test.person
  const words = test.isCheck ? reaches(name) : rings(name)
  const isOver = test.state === 'tapped'
  const body = isOver
    ? html`<h1>${words.done}</h1><p>Fireline can reach you, ${name}. You can close this page.</p>`
    : html`<h1>${words.title}</h1><p>${words.says}</p>
<form method="post" action="${at}"><button class="primary">${words.button}</button></form>`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${isOver ? words.done : words.title}</title><style>${css}</style></head>
<body><main>${body}</main></body></html>`.html
}
