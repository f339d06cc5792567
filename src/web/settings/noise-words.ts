import type { Noisy } from '../../incident/noisy.ts'
import { count } from '../../incident/sentence.ts'

/** `3 pages, 2 of them at night · 4 incidents · 12 alerts`, and what its people thought of it. */
export function noiseWords({ pages, atNight, incidents, alerts, judged, usefulShare }: Noisy): {
  pages: string
  useful: string
} {
  const rang = pages === 0 ? 'no page' : count(pages, 'page') + (atNight > 0 ? `, ${atNight} of them at night` : '')
  const lower = judged.lower > 0 ? `, ${judged.lower} said it should have been lower` : ''
  const useful =
    usefulShare === undefined
      ? 'Nobody said yet whether it was useful'
      : `${Math.round(usefulShare * 100)} % found it useful${lower}`
  return { pages: [rang, count(incidents, 'incident'), count(alerts, 'alert')].join(' · '), useful }
}
