import type { EventEmitter } from 'node:events'
import type { CastLine } from '../terminal/cast-lines.ts'
import type { RanInTerminal } from '../terminal/cast-note.ts'
import { safeCastLines } from '../terminal/safe-output.ts'
import type { Audience } from './audience.ts'
import type { Keeper, Told } from './keep-recording.ts'
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
  take(offset: number, text: string): boolean
  relayedTo(): number
  hasEnded(): boolean
}

export function castRelay({ id, stored, screen, audience, happenings, keeper }: RelayParts): CastRelay {
  let relayedTo = stored
  let ended = false
  const read = safeCastLines()
  const show = (data: string, offset: number) => {
    if (data === '') return
    screen.write(data, offset)
    audience.tell({ type: 'output', terminal: id, offset, data })
  }
  const tell = (said: CastLine): Told[] => {
    if (said.kind === 'size') {
      screen.resize(said.cols, said.rows)
      audience.tell({ type: 'size', terminal: id, cols: said.cols, rows: said.rows })
    }
    if (said.kind === 'exit') {
      ended = true
      happenings.emit('ended')
      audience.tell({ type: 'ended', terminal: id })
      const exit = said.exitCode === undefined ? {} : { exitCode: said.exitCode }
      return [{ command: 'terminal-ended', body: { terminal: id, reason: 'its shell has ended', ...exit } }]
    }
    if (said.kind !== 'note' || !('ran' in said.note)) return []
    happenings.emit('ran', said.note.ran)
    return [{ command: 'command-ran', body: { ...said.note.ran, terminal: id } }]
  }
  const relay = (fresh: string): Told[] => {
    const told: Told[] = []
    let data = ''
    for (const line of fresh.split('\n')) {
      const said = read(line)
      if (said.kind === 'output') {
        data += said.data
        happenings.emit('output', said.data, relayedTo + Buffer.byteLength(line))
      } else if (said.kind !== 'nothing') {
        show(data, relayedTo)
        data = ''
        told.push(...tell(said))
      }
      relayedTo += Buffer.byteLength(line) + 1
    }
    // The text ends with a newline, after which there is no line.
    relayedTo -= 1
    show(data, relayedTo)
    return told
  }
  return {
    take(offset, text) {
      const content = Buffer.from(text)
      if (offset > relayedTo || !text.endsWith('\n')) return false
      // Sent again after a break of the line: shown and kept already.
      if (offset + content.length <= relayedTo) return true
      const told = relay(content.subarray(relayedTo - offset).toString())
      keeper.keep(offset, content, told)
      return true
    },
    relayedTo: () => relayedTo,
    hasEnded: () => ended,
  }
}
