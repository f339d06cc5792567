import { type TimeSense, timeIn } from './time-stamp.ts'

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
  const sense = { offsetMinutes, year: new Date(ends).getUTCFullYear(), until: ends }
  let inside = false
  let dated = 0
  return {
    holds(line) {
      const at = timeOf(line, sense)
      if (at === undefined) return inside
      dated++
      inside = at >= begins && at <= ends
      return inside
    },
    dated: () => dated,
  }
}

/** A time stands at the beginning; a long line is not looked through. */
const looksAt = 200

/** Milliseconds since 1970 of the time that a line begins with; undefined where there is none. */
export const timeOf = (line: string, sense: TimeSense): number | undefined => timeIn(line.slice(0, looksAt), sense)
