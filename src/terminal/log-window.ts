/** From and to, RFC 3339, and what is added to UTC where a line says no zone, in minutes. */
export interface LogWindow {
  from: string
  to: string
  offsetMinutes?: number
}

export interface WindowReader {
  /** Whether this line, the next one of its log, is within the window. */
  holds(line: string): boolean
  /** Lines whose time could be read so far. */
  dated(): number
}

/**
 * Reads a log line by line. A line without a time belongs to the one before it, as the rest of a stack trace does. What comes before the first
 * time that could be read is outside.
 */
export function readWindow({ from, to, offsetMinutes = 0 }: LogWindow): WindowReader {
  const [begins, ends] = [Date.parse(from), Date.parse(to)]
  const year = new Date(begins).getUTCFullYear()
  let inside = false
  let dated = 0
  return {
    holds(line) {
      const at = timeOf(line, offsetMinutes, year)
      if (at === undefined) return inside
      dated++
      inside = at >= begins && at <= ends
      return inside
    },
    dated: () => dated,
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const month = months.join('|')
/** A time stands at the beginning; a long line is not looked through. */
const looksAt = 200
const clock = '(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?'
const zone = '\\s?(Z|UTC|[+-]\\d\\d:?\\d\\d)?'

const iso = new RegExp(`(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T ]${clock}${zone}`)
const web = new RegExp(`(\\d\\d)/(${month})/(\\d{4}):${clock}${zone}`)
const syslog = new RegExp(`\\b(${month}) {1,2}(\\d{1,2}) ${clock}`)
const klog = new RegExp(`^[IWEF](\\d\\d)(\\d\\d) ${clock}`)
const epoch = /(?:^|[\s[":=])(1\d{9})(?:\.(\d{1,9})|(\d{3}))?(?=[\s\]",}]|$)/

/** Milliseconds since 1970 of the time that a line begins with, in the forms that logs use; undefined where there is none. */
export function timeOf(line: string, offsetMinutes: number, year: number): number | undefined {
  const text = line.slice(0, looksAt)
  const at = (y: number, mo: number, d: number, rest: readonly (string | undefined)[]): number => {
    const [h, mi, s, fraction = '0', said] = rest
    const ms = Date.UTC(y, mo, d, Number(h), Number(mi), Number(s)) + Math.trunc(Number(`0.${fraction}`) * 1_000)
    return ms - offsetOf(said, offsetMinutes) * 60_000
  }
  const inIso = iso.exec(text)
  if (inIso) return at(Number(inIso[1]), Number(inIso[2]) - 1, Number(inIso[3]), inIso.slice(4))
  const inWeb = web.exec(text)
  if (inWeb) return at(Number(inWeb[3]), months.indexOf(inWeb[2] ?? ''), Number(inWeb[1]), inWeb.slice(4))
  const inSyslog = syslog.exec(text)
  if (inSyslog) return at(year, months.indexOf(inSyslog[1] ?? ''), Number(inSyslog[2]), inSyslog.slice(3))
  const inKlog = klog.exec(text)
  if (inKlog) return at(year, Number(inKlog[1]) - 1, Number(inKlog[2]), inKlog.slice(3))
  const inEpoch = epoch.exec(text)
  if (!inEpoch) return undefined
  const [, seconds, fraction, ms = '0'] = inEpoch
  return Number(seconds) * 1_000 + (fraction ? Math.trunc(Number(`0.${fraction}`) * 1_000) : Number(ms))
}

function offsetOf(said: string | undefined, otherwise: number): number {
  if (said === undefined) return otherwise
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(said) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
