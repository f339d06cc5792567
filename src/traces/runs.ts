import type { Span, TraceWindow } from './trace-window.ts'

/** A run of an operation is one span of it. What it shows: patterns that it says, operations that it asks for. */
export interface Operation {
  service: string
  name: string
  runs: number
  /** By what is shown, in how many runs. */
  shows: Map<string, number>
  /** Milliseconds of each run in which nothing that it asked for was under way; of runs alone that ask no other service. */
  ownMs: number[]
}

/** One service asks another. */
export interface Edge {
  from: string
  to: string
  /** Milliseconds of each question that the other service did not work on it. */
  wireMs: number[]
}

export interface Runs {
  operations: Map<string, Operation>
  edges: Map<string, Edge>
  traces: number
  /** By service, in how many traces it was asked. */
  touched: Map<string, number>
}

export const errorMark = 'error '

/** Each operation of each service with all its runs: many more than there are requests of one kind, so that a change can be told from chance. */
export function runsOf({ spans, said }: TraceWindow): Runs {
  const byId = new Map(spans.map(span => [span.id, span]))
  const asked = Map.groupBy(spans, span => span.parent ?? '')
  const runs: Runs = { operations: new Map(), edges: new Map(), traces: 0, touched: new Map() }
  const shown = new Map<string, Set<string>>()
  const show = (key: string, what: string, span: string) => {
    const once = `${key}\n${what}`
    const those = shown.get(once)
    if (those) those.add(span)
    else shown.set(once, new Set([span]))
  }
  for (const span of spans) {
    const key = keyOf(span)
    const operation = operationOf(runs, span)
    const children = asked.get(span.id) ?? []
    operation.runs++
    for (const child of children)
      show(
        key,
        `${/error|exception/i.test(child.operation) ? errorMark : ''}asks ${child.service} ${child.operation}`,
        span.id,
      )
    const others = children.filter(child => child.service !== span.service)
    if (others.length === 0) operation.ownMs.push(ownMsOf(span, children))
    for (const child of others)
      edgeOf(runs, span, child).wireMs.push(Math.max(0, span.to - span.from - (child.to - child.from)))
  }
  for (const line of said) {
    const span = byId.get(line.span)
    if (span)
      show(
        keyOf({ service: line.service, operation: span.operation }),
        `${line.isError ? errorMark : ''}says ${line.pattern}`,
        span.id,
      )
  }
  for (const [once, those] of shown) {
    const [key = '', what = ''] = once.split('\n')
    runs.operations.get(key)?.shows.set(what, those.size)
  }
  return countTraces(runs, spans)
}

const keyOf = ({ service, operation }: Pick<Span, 'service' | 'operation'>): string => `${service} ${operation}`

function operationOf({ operations }: Runs, span: Span): Operation {
  const key = keyOf(span)
  const made = operations.get(key) ?? {
    service: span.service,
    name: span.operation,
    runs: 0,
    shows: new Map(),
    ownMs: [],
  }
  operations.set(key, made)
  return made
}

function edgeOf({ edges }: Runs, from: Span, to: Span): Edge {
  const key = `${from.service} ${to.service}`
  const made = edges.get(key) ?? { from: from.service, to: to.service, wireMs: [] }
  edges.set(key, made)
  return made
}

/** What it took beside what it asked for. */
function ownMsOf(span: Span, children: readonly Span[]): number {
  let covered = 0
  let last = span.from
  for (const child of children.toSorted((a, b) => a.from - b.from)) {
    const [from, to] = [Math.max(child.from, last), Math.min(child.to, span.to)]
    if (to <= from) continue
    covered += to - from
    last = to
  }
  return span.to - span.from - covered
}

function countTraces(runs: Runs, spans: readonly Span[]): Runs {
  const byTrace = Map.groupBy(spans, span => span.trace)
  runs.traces = byTrace.size
  for (const those of byTrace.values())
    for (const service of new Set(those.map(span => span.service)))
      runs.touched.set(service, (runs.touched.get(service) ?? 0) + 1)
  return runs
}
