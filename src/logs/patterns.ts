import { absorb } from './absorb.ts'
import { readable } from './bytes-text.ts'
import { groupsOf } from './groups.ts'
import type { Shape } from './shapes.ts'
import { templateOf } from './template.ts'

/** What lines of a log say, with `<*>` for what differs. */
export interface Pattern {
  template: string
  count: number
  /** The number of the first and the last of its lines, from 0 on. */
  first: number
  last: number
  /** The earliest and the latest of its times, in milliseconds since 1970, where lines say theirs. */
  firstAt?: number
  lastAt?: number
  /** Lines of each minute that has some: minutes since 1970, and a number. */
  minutes: [minute: number, lines: number][]
  /** A few of its lines, as they are. */
  samples: string[]
}

export interface Found {
  /** The most frequent first. */
  patterns: Pattern[]
  /** By number of a shape, which of the patterns it is. */
  ofShape: Int32Array
}

const mostSamples = 3
/** Lines that a template is worked out from. */
const mostLines = 40

/** The same shapes give the same patterns, however the log was cut into pieces. */
export function patternsOf(shapes: readonly Shape[]): Found {
  const numbers = new Map(shapes.map((shape, n) => [shape, n]))
  const groups = [...Map.groupBy(groupsOf(shapes), templateOfGroup)].map(([template, those]) => ({
    template,
    shapes: those.flat(),
    lines: those.flat().reduce((sum, { count }) => sum + count, 0),
  }))
  const goesTo = absorb(groups)
  const merged = [...Map.groupBy(groups, (_, n) => goesTo[n] as number)].map(([n, those]) => ({
    template: groups[n]?.template ?? '',
    shapes: those.flatMap(group => group.shapes),
    lines: those.reduce((sum, { lines }) => sum + lines, 0),
  }))
  merged.sort((a, b) => b.lines - a.lines || (a.template < b.template ? -1 : 1))
  const ofShape = new Int32Array(shapes.length)
  merged.forEach((group, n) => {
    for (const shape of group.shapes) ofShape[numbers.get(shape) as number] = n
  })
  return { patterns: merged.map(asPattern), ofShape }
}

function templateOfGroup(shapes: readonly Shape[]): string {
  const each = Math.max(2, Math.ceil(mostLines / shapes.length))
  return templateOf(shapes.slice(0, mostLines).flatMap(({ samples }) => samples.slice(0, each)))
}

function asPattern({ template, shapes, lines }: { template: string; shapes: Shape[]; lines: number }): Pattern {
  const samples = shapes
    .slice(0, mostSamples)
    .flatMap(shape => shape.samples.slice(0, shapes.length > 1 ? 1 : mostSamples))
  return {
    template: readable(template),
    count: lines,
    first: Math.min(...shapes.map(shape => shape.first)),
    last: Math.max(...shapes.map(shape => shape.last)),
    ...timesOf(shapes),
    samples: samples.map(readable),
  }
}

function timesOf(shapes: readonly Shape[]): Pick<Pattern, 'firstAt' | 'lastAt' | 'minutes'> {
  const byMinute = new Map<number, number>()
  for (const { minutes } of shapes)
    for (const [minute, lines] of minutes) byMinute.set(minute, (byMinute.get(minute) ?? 0) + lines)
  const minutes = [...byMinute].sort(([a], [b]) => a - b)
  const dated = shapes.flatMap(({ firstAt, lastAt }) =>
    firstAt === undefined ? [] : [[firstAt, lastAt ?? firstAt] as const],
  )
  if (dated.length === 0) return { minutes }
  return { minutes, firstAt: Math.min(...dated.map(([at]) => at)), lastAt: Math.max(...dated.map(([, at]) => at)) }
}
