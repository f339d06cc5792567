import type { EventEmitter } from 'node:events'
import type { NotShown } from '../redact/secret-scan.ts'
import type { CastLine } from '../terminal/cast-lines.ts'
import type { RanInTerminal } from '../terminal/cast-note.ts'
import { safeCast } from '../terminal/safe-output.ts'
import type { Audience } from './audience.ts'
import { keepsMasked } from './keep-masked.ts'
import type { Keeper } from './keep-recording.ts'
import { type MaskedLine, maskStream } from './mask-stream.ts'
import type { Screen } from './screen.ts'

/** What happens in a terminal, for whoever waits for it on this node. */
export interface TerminalHappenings {
  output: [data: string, offset: number]
  ran: [ran: RanInTerminal]
  ended: []
}

interface RelayParts {
  id: string
  /** Where the stored recording ends: what comes from there on is new. */
  stored: number
  screen: Screen
  audience: Audience
  happenings: EventEmitter<TerminalHappenings>
  keeper: Pick<Keeper, 'keep' | 'handedIn'>
  knows(): NotShown
  /** More was shown than what `take` showed at once. */
  onShown?(): void
}

/** From the agent's recording to the screen, to everybody who watches, and to the store, each byte once, and no secret of ours. */
export interface CastRelay {
  /** Lines from `offset` on; false when some before them are missing, which no honest agent sends. */
  take(offset: number, lines: Buffer): boolean
  relayedTo(): number
  hasEnded(): boolean
  end(): void
}

const newline = 10
/** What may be the beginning of a secret waits for its rest; longer than this nobody who reads waits for it. */
const mostWaitMs = 1_000

export function castRelay({ id, stored, screen, audience, happenings, keeper, knows, onShown }: RelayParts): CastRelay {
  let takenTo = stored
  let relayedTo = stored
  let ended = false
  let waiting: NodeJS.Timeout | undefined
  const mask = maskStream(knows)
  const keep = keepsMasked(keeper, stored, knows)
  const safe = safeCast()
  const show = (data: string) => {
    if (data === '') return
    audience.tell({ type: 'output', terminal: id, offset: relayedTo, data })
    screen.write(data, relayedTo)
  }
  const tell = (said: CastLine) => {
    if (said.kind === 'size') {
      screen.resize(said.cols, said.rows)
      audience.tell({ type: 'size', terminal: id, cols: said.cols, rows: said.rows })
    }
    if (said.kind === 'note' && 'ran' in said.note) happenings.emit('ran', said.note.ran)
    if (said.kind !== 'exit') return
    ended = true
    happenings.emit('ended')
    audience.tell({ type: 'ended', terminal: id })
  }
  /** `from`: where the first of these lines begins; what was shown already is passed over. */
  const relay = (from: number, lines: readonly MaskedLine[]) => {
    let data = ''
    let at = from
    for (const line of lines) {
      at += line.bytes.length
      if (at <= relayedTo) continue
      const said = safe(line.said)
      if (said.kind !== 'output' && said.kind !== 'nothing') {
        show(data)
        data = ''
        tell(said)
      }
      relayedTo = at
      if (said.kind !== 'output') continue
      data += said.data
      happenings.emit('output', said.data, relayedTo)
    }
    show(data)
  }
  const stopWaiting = () => {
    clearTimeout(waiting)
    waiting = undefined
  }
  const showHeld = () => {
    stopWaiting()
    relay(keep.keptTo(), mask.held())
    onShown?.()
  }
  const takeNew = (lines: Buffer) => {
    takenTo += lines.length
    const settled = mask.add(lines)
    relay(keep.keptTo(), settled)
    keep.settled(settled)
    if (relayedTo === takenTo) stopWaiting()
    else if (mask.isWaiting()) waiting ??= setTimeout(showHeld, mostWaitMs)
    else showHeld()
  }
  return {
    take(offset, lines) {
      if (offset > takenTo || lines.at(-1) !== newline) return false
      // Sent again after a break of the line: shown already, and kept unless it could not be.
      const known = Math.min(takenTo - offset, lines.length)
      if (known > 0) keep.again(offset, lines.subarray(0, known))
      if (known < lines.length) takeNew(lines.subarray(known))
      return true
    },
    relayedTo: () => relayedTo,
    hasEnded: () => ended,
    end: stopWaiting,
  }
}
