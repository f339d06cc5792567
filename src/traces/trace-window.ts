/** One piece of work of a service, within a request. */
export interface Span {
  trace: string
  id: string
  /** The span that asked for it; none at the beginning of a request. */
  parent?: string
  service: string
  operation: string
  /** Milliseconds since any time, the same for all. */
  from: number
  to: number
}

/** A line that was written during a span. */
export interface SaidLine {
  service: string
  span: string
  /** What it says: the number of a pattern, the same in all windows that are compared. */
  pattern: number
  isError: boolean
}

/** What traces and logs hold of some minutes. */
export interface TraceWindow {
  spans: readonly Span[]
  said: readonly SaidLine[]
}
