import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fireline } from '../main.ts'

/** What a first start says once. The set-up link goes to the console and into a file that only the owner reads. */
export function sayTheWayIn({ url, dataDir, first }: Fireline, say: (text: string) => void): void {
  if (first.integrationKey)
    say(`\nSend alerts (Alertmanager, PagerDuty events, plain JSON) to:\n  ${url}/intake/${first.integrationKey}\n`)
  if (!first.setUp) return
  const link = `${url}/join#${first.setUp}`
  writeFileSync(join(dataDir, 'set-up-link'), `${link}\n`, { mode: 0o600 })
  say(`\nWelcome. Open this link once, within an hour, to make the first person:\n  ${link}\n\n`)
}
