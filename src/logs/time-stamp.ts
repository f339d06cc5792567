/** How times that do not say all of themselves are meant. */
export interface TimeSense {
  /** Added to UTC where a line says no zone, in minutes. */
  offsetMinutes: number
  /** The year of lines that say none. */
  year: number
  /** Nothing was written a day after this, in milliseconds since 1970: a line without a year that seems to be is of the year before. */
  until?: number
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const month = months.join('|')
const clock = '(\\d\\d)[:.](\\d\\d)[:.](\\d\\d)(?:[.,:](\\d{1,9}))?'
const zone = '(?: ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d))?'

type Parts = { year?: string; month: string; day: string; rest: (string | undefined)[] }
type Reader = [RegExp, (found: RegExpExecArray) => Parts]

/** The first that is found within the beginning of a line counts. */
const readers: Reader[] = [
  [
    new RegExp(`(\\d{4})[-/.](\\d\\d)[-/.](\\d\\d)[T _-]${clock}${zone}`),
    f => ({ year: f[1], month: f[2] ?? '', day: f[3] ?? '', rest: f.slice(4) }),
  ],
  [
    new RegExp(`(\\d\\d)/(${month})/(\\d{4}):${clock}${zone}`),
    f => ({ year: f[3], month: named(f[2]), day: f[1] ?? '', rest: f.slice(4) }),
  ],
  [
    new RegExp(`\\b(${month}) {1,2}(\\d{1,2}) ${clock} (\\d{4})\\b`),
    f => ({ year: f[7], month: named(f[1]), day: f[2] ?? '', rest: f.slice(3, 7) }),
  ],
  [
    new RegExp(`\\b(${month}) {1,2}(\\d{1,2}) ${clock}${zone}`),
    f => ({ month: named(f[1]), day: f[2] ?? '', rest: f.slice(3) }),
  ],
  [
    new RegExp(`(?:^|[^\\d])(\\d{4})(\\d\\d)(\\d\\d)[-T_ ](\\d\\d):?(\\d\\d):?(\\d\\d)(?:[.,:](\\d{1,9}))?${zone}`),
    f => ({ year: f[1], month: f[2] ?? '', day: f[3] ?? '', rest: f.slice(4) }),
  ],
  [
    new RegExp(`(?:^|[^\\d])(\\d\\d)[/-](\\d\\d)[/-](\\d\\d) ${clock}${zone}`),
    f => ({ year: `20${f[1]}`, month: f[2] ?? '', day: f[3] ?? '', rest: f.slice(4) }),
  ],
  [new RegExp(`^[IWEF](\\d\\d)(\\d\\d) ${clock}`), f => ({ month: f[1] ?? '', day: f[2] ?? '', rest: f.slice(3) })],
  [
    new RegExp(`(?:^|[^\\d])(\\d\\d)[-.](\\d\\d) ${clock}`),
    f => ({ month: f[1] ?? '', day: f[2] ?? '', rest: f.slice(3) }),
  ],
]
const epoch = /(?:^|[\s[":=])(1\d{9})(?:\.(\d{1,9})|(\d{3}))?(?=[\s\]",}]|$)/

/** Milliseconds since 1970 of the time in a text, in the forms that logs use; undefined where there is none. */
export function timeIn(text: string, sense: TimeSense): number | undefined {
  for (const [pattern, parts] of readers) {
    const found = pattern.exec(text)
    const at = found && inMs(parts(found), sense)
    if (at) return at
  }
  if (/^1\d{15}(?:\d{3})?$/.test(text)) return Number(text.slice(0, 13))
  const inEpoch = epoch.exec(text)
  if (!inEpoch) return undefined
  const [, seconds, fraction, ms = '0'] = inEpoch
  return Number(seconds) * 1_000 + (fraction ? Math.trunc(Number(`0.${fraction}`) * 1_000) : Number(ms))
}

const named = (name: string | undefined): string => String(months.indexOf(name ?? '') + 1)

function inMs({ year, month: mo, day, rest }: Parts, sense: TimeSense): number | undefined {
  const [h, mi, s, fraction = '0', said] = rest
  const [monthNumber, dayNumber] = [Number(mo), Number(day)]
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31) return undefined
  const ms = Math.trunc(Number(`0.${fraction}`) * 1_000)
  const offset = offsetOf(said, sense.offsetMinutes) * 60_000
  const of = (y: number) => Date.UTC(y, monthNumber - 1, dayNumber, Number(h), Number(mi), Number(s)) + ms - offset
  const at = of(Number(year ?? sense.year))
  return year === undefined && at > (sense.until ?? Infinity) + dayMs ? of(sense.year - 1) : at
}

const dayMs = 86_400_000

function offsetOf(said: string | undefined, otherwise: number): number {
  if (said === undefined) return otherwise
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(said) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
