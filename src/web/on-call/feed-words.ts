import type { ShownFeed } from '../../api/calendar-feed.ts'
import { since } from '../desk/clock.ts'

/** How old what it says is, and what is wrong with it. */
export function feedWords({ state, goodAt, events, trouble }: ShownFeed, now: Date): string {
  const times = events === 1 ? '1 entry' : `${events} entries`
  if (state === 'waiting') return 'It is read in a moment.'
  if (state === 'read') return `${times}, read ${ago(goodAt, now)}.`
  const stays = goodAt ? `What it said ${ago(goodAt, now)} stays: ${times}.` : 'Nothing of it is known yet.'
  return `It cannot be read now. ${trouble ?? ''} ${stays}`
}

const ago = (at: string | undefined, now: Date): string => `${since(at ?? now.toISOString(), now)} ago`

/** A name for it, made of where it is: another one from there gets a number. */
export function nameFor(url: string, taken: readonly string[]): string {
  const address = url.trim().replace(/^webcals?:/i, 'https:')
  const host = URL.canParse(address) ? new URL(address).host : ''
  const name =
    host
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]/g, '-')
      .slice(0, 60) || 'calendar'
  const free = (n: number): string => (taken.includes(`${name}-${n}`) ? free(n + 1) : `${name}-${n}`)
  return taken.includes(name) ? free(2) : name
}
