import { type Layer, onCallAt, type Schedule } from './schedule.ts'

const minutesOfWeek = 7 * 24 * 60
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
/** A layer that begins within minutes is as good as begun. */
const soonMs = 5 * 60_000

/** The first time at which none of these schedules has anybody, in words; none: somebody is always on. Overrides come and go and do not count. */
export function firstGap(schedules: Schedule[], at: string): string | undefined {
  const layers = schedules.flatMap(({ layers, zone }) => layers.map(layer => ({ layer, zone })))
  const begun = layers.filter(({ layer }) => Date.parse(layer.from) <= Date.parse(at) + soonMs)
  const late = layers.map(({ layer }) => layer.from).sort()[0]
  if (begun.length === 0) return late ? `before ${late}` : 'at any time'
  if (begun.some(({ layer }) => layer.restrictions.length === 0)) return undefined
  const zones = new Set(begun.map(({ zone }) => zone))
  if (zones.size > 1) return scan(schedules, at)
  const gap = gapOf(begun.map(({ layer }) => layer))
  return gap === undefined ? undefined : `${sayMinute(gap)} (${begun[0]?.zone})`
}

const scanDays = 14
const scanStepMs = 15 * 60_000

/** Hours of different zones drift against each other, so these are looked at one by one. */
function scan(schedules: Schedule[], at: string): string | undefined {
  const fixed = schedules.map(one => ({ ...one, overrides: [] }))
  const from = Date.parse(at) + soonMs
  for (let ms = from; ms < from + scanDays * 24 * 60 * 60_000; ms += scanStepMs) {
    const moment = new Date(ms).toISOString()
    if (!fixed.some(one => onCallAt(one, moment))) return `at ${moment}`
  }
  return undefined
}

/** The first minute of the local week that no layer covers. Wall-clock windows that meet also meet when the clocks change. */
function gapOf(layers: Layer[]): number | undefined {
  const covered = new Uint8Array(minutesOfWeek)
  for (const layer of layers) for (const window of layer.restrictions) coverWeek(covered, window)
  const gap = covered.indexOf(0)
  return gap === -1 ? undefined : gap
}

function coverWeek(covered: Uint8Array, window: Layer['restrictions'][number]): void {
  const from = minuteOf(window.from)
  const length = window.to > window.from ? minuteOf(window.to) - from : 24 * 60 - from + minuteOf(window.to)
  for (const day of window.days.length > 0 ? window.days : [1, 2, 3, 4, 5, 6, 7])
    for (let minute = 0; minute < length; minute++) covered[((day - 1) * 24 * 60 + from + minute) % minutesOfWeek] = 1
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

function sayMinute(minute: number): string {
  const ofDay = minute % (24 * 60)
  const pad = (n: number) => String(n).padStart(2, '0')
  return `on ${days[Math.floor(minute / (24 * 60))]} at ${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`
}
