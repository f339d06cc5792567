import type { EventEmitter } from 'node:events'
import type { CastLine } from '../terminal/cast-lines.ts'
import type { RanInTerminal } from '../terminal/cast-note.ts'
import { safeCastLines } from '../terminal/safe-output.ts'
import type { Audience } from './audience.ts'
import type { Keeper } from './keep-recording.ts'
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
  keeper: Keeper
}

/** From the agent's recording to the screen, to everybody who watches, and to the store, each byte once. */
export interface CastRelay {
  /** Lines from `offset` on; false when some before them are missing, which no honest agent sends. */
  take(offset: number, lines: Buffer): boolean
  relayedTo(): number
  hasEnded(): boolean
}

const newline = 10

export function castRelay({ id, stored, screen, audience, happenings, keeper }: RelayParts): CastRelay {
  let relayedTo = stored
  let ended = false
  const read = safeCastLines()
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
  const relay = (fresh: Buffer) => {
    let data = ''
    for (const line of wholeLines(fresh)) {
      const said = read(line.toString())
      if (said.kind !== 'output' && said.kind !== 'nothing') {
        show(data)
        data = ''
        tell(said)
      }
      relayedTo += line.length + 1
      if (said.kind !== 'output') continue
      data += said.data
      happenings.emit('output', said.data, relayedTo)
    }
    show(data)
  }
  return {
    take(offset, lines) {
      if (offset > relayedTo || lines.at(-1) !== newline) return false
      // Sent again after a break of the line: shown already, and kept unless it could not be.
      if (offset + lines.length > relayedTo) relay(lines.subarray(relayedTo - offset))
      keeper.keep(offset, lines)
      return true
    },
    relayedTo: () => relayedTo,
    hasEnded: () => ended,
  }
}

/** Without their newlines. */
export function* wholeLines(lines: Buffer): Generator<Buffer> {
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(newline, at)
    yield lines.subarray(at, end)
    at = end + 1
  }
}
