import { EventEmitter } from 'node:events'
import { type FromAgent, type Keyboard, type RanInTerminal, type ToAgent } from '../api/agent-protocol.ts'
import type { KeyboardHere } from '../api/room-messages.ts'
import { type Audience, audienceOf, type Watcher } from './audience.ts'
import { type CastLine, readCastLine } from './cast-lines.ts'
import type { Keeper, Told } from './keep-recording.ts'
import { type Screen, screenOf } from './screen.ts'

/** The line to the program next to a terminal. */
export interface AgentLink {
  send(frame: ToAgent): void
  /** Ends it; `why` is for the person who shares. */
  close(why: string): void
}

/** What happens in a terminal, for whoever waits for it on this node. */
export interface TerminalHappenings {
  output: [data: string, offset: number]
  ran: [ran: RanInTerminal]
  ended: []
}

/** One terminal that its agent shares through this node. */
export interface LiveTerminal {
  id: string
  incident: string
  person: string
  looking: boolean
  screen: Screen
  audience: Audience
  happenings: EventEmitter<TerminalHappenings>
  keyboard(): KeyboardHere
  isConnected(): boolean
  /** Where the recording ends that was relayed so far. */
  relayedTo(): number
  setKeyboard(keyboard: Keyboard): void
  connect(link: AgentLink): void
  disconnect(link: AgentLink): void
  heard(link: AgentLink, frame: FromAgent): void
  /** False when nobody is at the other end. */
  toAgent(frame: ToAgent): boolean
  watch(watcher: Watcher): void
  end(): void
}

export interface Shared {
  id: string
  incident: string
  person: string
  looking: boolean
  cols: number
  rows: number
  keyboard: Keyboard
  /** Where the stored recording ends, and what it showed last. */
  stored: number
  tail: string
}

export function liveTerminal(shared: Shared, keeper: Keeper): LiveTerminal {
  const { id, incident, person, looking } = shared
  const happenings = new EventEmitter<TerminalHappenings>()
  const screen = screenOf(shared.cols, shared.rows)
  screen.write(shared.tail, shared.stored)
  let keyboard = shared.keyboard
  let confirmed = -1
  let link: AgentLink | undefined
  let relayedTo = shared.stored
  const keyboardHere = (): KeyboardHere => ({ ...keyboard, confirmed: confirmed >= keyboard.epoch })
  const audience = audienceOf(id, screen, keyboardHere)
  const tellKeyboard = () => audience.tell({ type: 'keyboard', terminal: id, keyboard: keyboardHere() })

  const relay = (offset: number, text: string) => {
    const content = Buffer.from(text)
    const end = offset + content.length
    // Sent again after a break of the line: shown already. A hole cannot come from an honest agent: the line is cut.
    if (end <= relayedTo) return keeper.keep(offset, content, [])
    if (offset > relayedTo) return link?.close('part of the recording is missing')
    const fresh = content.subarray(relayedTo - offset)
    const told: Told[] = []
    let at = relayedTo
    let data = ''
    const flush = () => {
      if (data === '') return
      screen.write(data, at)
      audience.tell({ type: 'output', terminal: id, offset: at, data })
      data = ''
    }
    for (const line of fresh.toString().split('\n')) {
      const said = readCastLine(line)
      at = Math.min(at + Buffer.byteLength(line) + 1, end)
      if (said.kind === 'output') {
        data += said.data
        happenings.emit('output', said.data, at)
      } else if (said.kind !== 'nothing') {
        flush()
        told.push(...tell(said))
      }
    }
    flush()
    relayedTo = end
    keeper.keep(offset, content, told)
  }

  const tell = (said: CastLine): Told[] => {
    if (said.kind === 'size') {
      screen.resize(said.cols, said.rows)
      audience.tell({ type: 'size', terminal: id, cols: said.cols, rows: said.rows })
    }
    if (said.kind === 'exit') {
      happenings.emit('ended')
      audience.tell({ type: 'ended', terminal: id })
      const exit = said.exitCode === undefined ? {} : { exitCode: said.exitCode }
      return [{ command: 'terminal-ended', body: { terminal: id, reason: 'its shell has ended', ...exit } }]
    }
    if (said.kind !== 'note' || !('ran' in said.note)) return []
    happenings.emit('ran', said.note.ran)
    return [{ command: 'command-ran', body: { ...said.note.ran, terminal: id } }]
  }

  return {
    id,
    incident,
    person,
    looking,
    screen,
    audience,
    happenings,
    keyboard: keyboardHere,
    isConnected: () => link !== undefined,
    relayedTo: () => relayedTo,
    setKeyboard(now) {
      if (now.epoch === keyboard.epoch && now.holder === keyboard.holder && now.name === keyboard.name) return
      keyboard = now
      link?.send({ type: 'keyboard', keyboard })
      tellKeyboard()
    },
    connect(next) {
      link?.close('shared again from elsewhere')
      link = next
      confirmed = -1
      audience.tell({ type: 'link', terminal: id, connected: true })
    },
    disconnect(gone) {
      if (link !== gone) return
      link = undefined
      audience.tell({ type: 'link', terminal: id, connected: false })
    },
    heard(from, frame) {
      if (from !== link) return
      if (frame.type === 'cast') relay(frame.offset, frame.text)
      if (frame.type === 'keyboard-seen' && frame.epoch > confirmed) {
        confirmed = frame.epoch
        tellKeyboard()
      }
    },
    toAgent(frame) {
      link?.send(frame)
      return link !== undefined
    },
    watch: watcher => audience.join(watcher),
    end() {
      link?.close('Fireline stops; the shell goes on')
      link = undefined
      keeper.end()
      audience.end()
      screen.end()
    },
  }
}
