import type { StatusPage } from '../steps/notify/status-page.ts'
import { type Html, html } from './html.ts'

const least = [
  ['sev2', 'when something does not work'],
  ['sev3', 'also when something is only slower'],
  ['sev1', 'only when a part does not work at all'],
] as const

/** Asks for mail: an address is enough, the rest may be chosen. */
export function hearForm({ components }: StatusPage, at: string): Html {
  const ticks = components.map(
    ({ service, name }, n) =>
      html`<label class="tick"><input type="checkbox" name="part-${n}" value="${service}" checked>${name}</label>`,
  )
  return html`<section aria-labelledby="hear"><h2 id="hear">Hear it first</h2><p class="small soft">One mail for each word that we say. You confirm once, and leave with one click.</p>
<form method="post" action="${at}"><div class="line"><label>Your mail address<input type="email" name="email" required maxlength="254" autocomplete="email" placeholder="you@example.com"></label><button>Tell me</button></div>
<p class="trap" aria-hidden="true"><label>Leave this empty<input name="website" tabindex="-1" autocomplete="off"></label></p>
<details><summary>Only some of it</summary><fieldset><legend>About</legend>${ticks}</fieldset><label>Write to me<select name="severity">${least.map(([value, says]) => html`<option value="${value}">${says}</option>`)}</select></label></details></form></section>`
}
