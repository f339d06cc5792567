import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { reachable } from '../engine/reachable.ts'
import type { Fireline } from '../main.ts'
import { curlLine } from '../steps/intake/first-alert.ts'

/** Where it is said: a person at a terminal also gets a code to scan, where a phone could follow it. */
export interface Teller {
  say(text: string): void
  isTerminal: boolean
}

/** What a first start says once. The set-up link goes to the console and into a file that only the owner reads. */
export function sayTheWayIn({ url, dataDir, first }: Fireline, { say, isTerminal }: Teller): void {
  if (first.integrationKey) {
    const intake = `${url}/intake/${first.integrationKey}`
    say(`\nSend alerts (Alertmanager, PagerDuty events, plain JSON) to:\n  ${intake}\n`)
    say(`The first one, from a shell:\n  ${curlLine(intake)}\n`)
  }
  if (!first.setUp) return
  const link = `${url}/join#${first.setUp}`
  writeFileSync(join(dataDir, 'set-up-link'), `${link}\n`, { mode: 0o600 })
  say(`\nWelcome. Open this link once, within an hour, to make the first person:\n  ${link}\n\n`)
  if (isTerminal && !reachable(url).isLoopback) say(`${inTerminal(link)}\n\n`)
}

/** Light modules are what is drawn: white on black whatever the terminal's own colours are. */
const inTerminal = (link: string): string =>
  renderUnicodeCompact(link, { ecc: 'L', border: 2 })
    .split('\n')
    .map(line => `\u001b[97;40m${line}\u001b[0m`)
    .join('\n')
