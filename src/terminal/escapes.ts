/** A piece of what a terminal is sent: text, or one whole escape sequence. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'csi' | 'escape' | 'string'; text: string }
  /** An operating system command, with what stands between its introducer and its end. */
  | { kind: 'osc'; text: string; body: string }

/** Cuts a stream into pieces; an unfinished sequence waits for its rest, so a piece never ends within one. */
export interface EscapeReader {
  read(chunk: string): Piece[]
}

const mostHeld = 64 * 1024
const chars = (...codes: number[]) => String.fromCharCode(...codes)
const esc = chars(0x1b)
const bel = chars(7)
const cancel = chars(0x18, 0x1a)
const introducer = new RegExp(`[${esc}${chars(0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f)}]`, 'g')
/** A terminal obeys a control within a sequence and reads on: `ESC LF ]` begins a string as `ESC ]` does. */
const within = `${chars(0)}-${chars(0x17)}${chars(0x19)}${chars(0x1c)}-${chars(0x1f)}${chars(0x7f)}`
const controls = new RegExp(`[${within}]*`, 'y')
const csiRest = new RegExp(`[${within} -?]*[^${within} -?]`, 'y')
const escapeRest = new RegExp(`[${within} -/]*[^${within} -/]`, 'y')
const stringRest = new RegExp(
  `([^${bel}${esc}${chars(0x9c)}${cancel}]*)(${bel}|${esc}.|${chars(0x9c)}|[${cancel}])`,
  'ys',
)
const kindOf: Record<string, Piece['kind']> = {
  '[': 'csi',
  ']': 'osc',
  P: 'string',
  X: 'string',
  '^': 'string',
  _: 'string',
  [chars(0x90)]: 'string',
  [chars(0x98)]: 'string',
  [chars(0x9e)]: 'string',
  [chars(0x9f)]: 'string',
  [chars(0x9b)]: 'csi',
  [chars(0x9d)]: 'osc',
}

export function escapeReader(): EscapeReader {
  let held = ''
  return {
    read(chunk) {
      const input = held + chunk
      const pieces: Piece[] = []
      let at = 0
      held = ''
      while (at < input.length) {
        introducer.lastIndex = at
        const start = introducer.exec(input)?.index ?? input.length
        if (start > at) pieces.push({ kind: 'text', text: input.slice(at, start) })
        if (start === input.length) break
        const piece = sequenceAt(input, start)
        if (!piece) {
          // Too long for a sequence that anybody means: its start is dropped, and the rest is text.
          if (input.length - start < mostHeld) held = input.slice(start)
          else pieces.push({ kind: 'text', text: input.slice(start).replace(introducer, '') })
          break
        }
        pieces.push(piece)
        at = start + piece.text.length
      }
      return pieces
    },
  }
}

function sequenceAt(input: string, start: number): Piece | undefined {
  const isShort = input[start] === esc
  const after = isShort ? afterControls(input, start + 1) : start
  const mark = input[after]
  if (mark === undefined) return undefined
  const kind = kindOf[mark] ?? 'escape'
  const rest = kind === 'csi' ? csiRest : kind === 'escape' ? escapeRest : stringRest
  rest.lastIndex = kind === 'escape' ? after : after + 1
  const found = rest.exec(input)
  if (!found) return undefined
  const end = endOf(rest.lastIndex, found)
  const text = input.slice(start, end)
  return kind === 'osc' ? { kind, text, body: found[1] ?? '' } : { kind, text }
}

function afterControls(input: string, at: number): number {
  controls.lastIndex = at
  controls.exec(input)
  return controls.lastIndex
}

/** A string that is broken off by another escape ends before it; any other ends before the next one that begins. */
function endOf(end: number, found: RegExpExecArray): number {
  const closing = found[2]
  if (closing?.startsWith(esc) && closing !== `${esc}\\`) return end - closing.length
  const isBrokenOff = closing === undefined && found[0].search(introducer) !== -1
  return isBrokenOff ? end - 1 : end
}
