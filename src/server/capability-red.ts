import type { Shown } from './capability-shown.ts'
import { type Html, html } from './html.ts'

/** Whoever was woken is told that others may not be: one small line, below which everything stays where it is. */
export const redLine = ({ red }: Pick<Shown, 'red'>): Html | false =>
  red !== undefined &&
  html`<p class="red" role="status"><b>Pages may not leave.</b> ${red.charAt(0).toUpperCase()}${red.slice(1)}. Ring the others yourselves.</p>`
