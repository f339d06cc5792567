import type { DryRun, DryStep, ListedStandBy } from '../api/stand-bys.ts'
import type { Incident, Shift } from '../incident/incident.ts'
import { provenWords, shareWords, trafficNow } from '../incident/traffic-words.ts'

/** A line a stand-by, then a line for each incident that has traffic somewhere else. */
export function standByLines(standBys: readonly ListedStandBy[], moved: readonly Incident[], now: string): string[] {
  if (standBys.length === 0) return ['No stand-by is named. Settings, Stand-bys is where it is.', ...movedLines(moved)]
  const width = Math.max(...standBys.map(one => one.slug.length))
  const lines = standBys.map(({ slug, service, driver, provenAt, proof }) => {
    const proven = provenWords(provenAt, now)
    const trouble = !provenAt && proof ? `: ${proof}` : ''
    return `${slug.padEnd(width)}  for ${service}, by ${driver}, ${proven}${trouble}`
  })
  return [...lines, ...movedLines(moved)]
}

const movedLines = (moved: readonly Incident[]): string[] =>
  moved.map(is => `INC-${is.number}  traffic is ${trafficNow(is, clock)}`)

export function dryText({ steps, wayBack, servers, cuts }: DryRun): string[] {
  const now = servers.map(({ name, state }) => `${name} ${state}`).join(', ')
  return [
    `Nothing was sent. Now: ${now || 'no server at all'}.`,
    ...(steps.length > 0 ? ['Would be sent:', ...steps.map(stepLine)] : ['It is so already: nothing would be sent.']),
    ...(wayBack.length > 0 ? ['The way back:', ...wayBack.map(stepLine)] : []),
    `${cuts.charAt(0).toUpperCase()}${cuts.slice(1)}.`,
  ]
}

const stepLine = ({ says, command, body }: DryStep): string => `  ${command}${body ? ` ${body}` : ''}    # ${says}`

const clock = (at: string): string => `${at.slice(11, 16)} UTC`

/** What there is to tell of a move by now; a line that was told stays as it is. */
export function shiftLines({ ref, standBy, share, observed, state, checks, announced, held, why }: Shift): string[] {
  return [
    `${ref}: ${shareWords(share)} to ${standBy}`,
    ...checks.map(({ ok, says, notAsked }) => `${notAsked ? '-' : ok ? '✓' : '✗'} ${says}`),
    ...(observed !== undefined && state !== 'failed'
      ? [`${ref}: ${shareWords(observed)} of the traffic is on ${standBy}`]
      : []),
    ...(announced
      ? [`${ref} ${announced.asked ? 'is being taken back' : 'goes back by itself'}: ${announced.why}`]
      : []),
    ...(held ? [`${ref}: ${held.by} holds the way back. ${held.reason}`] : []),
    ...(state === 'reverted' ? [`${ref} was taken back${why ? `: ${why}` : '.'}`] : []),
    ...(state === 'failed' ? [`${ref} failed: ${why ?? 'nobody knows why'}`] : []),
  ]
}

/** What to type after a look that failed, or to paste after a move. */
export function wayLines({ state, code, standBy, paste }: Shift): string[] {
  if (state === 'moved' && paste)
    return ['A reload of the proxy forgets it, unless this is pasted:', ...paste.split('\n').map(line => `  ${line}`)]
  if (state !== 'failed') return []
  const move = `fireline traffic move ${standBy}`
  if (code === 'two-primaries') return [`When the old database is off: ${move} --fenced 'how you know'`]
  return code === 'stand-by-not-ready' ? [`Look again: ${move}`, `All the same: ${move} --despite 'why'`] : []
}
