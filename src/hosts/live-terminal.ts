import { EventEmitter } from 'node:events'
import type { FromAgent, FromAgent2, Keyboard, PromptState, ToAgent } from '../api/agent-protocol.ts'
import type { KeyboardHere } from '../api/room-messages.ts'
import { type NotShown, starred } from '../redact/secret-scan.ts'
import { behindSsh } from '../terminal/behind-ssh.ts'
import { agentSays } from './agent-says.ts'
import { type Audience, audienceOf, frameOf, type Watcher } from './audience.ts'
import { brakeOf } from './brake.ts'
import { castRelay, type TerminalHappenings } from './cast-relay.ts'
import { creditOf } from './credit.ts'
import type { Keeper } from './keep-recording.ts'
import { putsAtPrompt } from './puts.ts'
import { type Screen, screenOf } from './screen.ts'

/** The line to the program next to a terminal. */
export interface AgentLink {
  send(frame: ToAgent): void
  /** Ends it; `why` is for the person who shares. */
  close(why: string): void
  /** Nothing more is read from it, or again. */
  hold(isHeld: boolean): void
}

/** One terminal that its agent shares through this node. */
export interface LiveTerminal {
  id: string
  incident: string
  person: string
  host: string
  looking: boolean
  screen: Screen
  audience: Audience
  happenings: EventEmitter<TerminalHappenings>
  keyboard(): KeyboardHere
  isConnected(): boolean
  /** Keys that this server let through and the agent did not. */
  refusedKeys(): number
  /** Its shell has ended. */
  hasEnded(): boolean
  /** Where the recording ends that was relayed so far. */
  relayedTo(): number
  /** Where it ends that is committed. */
  storedTo(): number
  /** From where on an agent that comes back sends it: what is shown and kept is not sent again. */
  wantedFrom(): number
  setKeyboard(keyboard: Keyboard): void
  connect(link: AgentLink, v: 1 | 2): void
  disconnect(link: AgentLink): void
  heard(link: AgentLink, frame: FromAgent | FromAgent2): void
  /** Whole lines of the recording. */
  heardLines(link: AgentLink, offset: number, lines: Buffer): void
  /** False when nobody is at the other end. */
  toAgent(frame: ToAgent): boolean
  /** How far its recording may grow before what prints there waits: a byte of the recording. */
  creditTo(): number
  /** The operator's screen is drawn up to here. */
  operatorShown(offset: number): void
  /** A marker into the recording. */
  mark(label: string): void
  /** Puts it at the operator's prompt without a newline, where that is free. */
  put(text: string): Promise<PutAnswer>
  prompt(): PromptState
  /** The host whose prompt is there now, behind an ssh that was typed in it; none when it is its own. */
  isOn(): string | undefined
  watch(watcher: Watcher): void
  /** Shows this in place of all that was shown before: a redaction took something out. */
  showAnew(tail: string): void
  settled(): Promise<void>
  end(): void
}

export type PutAnswer = { ok: true } | { ok: false; why: 'not-free' | 'no-answer' }

export interface Shared {
  id: string
  incident: string
  person: string
  host: string
  looking: boolean
  cols: number
  rows: number
  keyboard: Keyboard
  /** Where the stored recording ends, and what it showed last. */
  stored: number
  tail: string
}

/** `knows` what nobody may see of what it shows. */
export function liveTerminal(shared: Shared, keeper: Keeper, knows: () => NotShown): LiveTerminal {
  const { id, incident, person, host, looking } = shared
  const happenings = new EventEmitter<TerminalHappenings>()
  const screen = screenOf(shared.cols, shared.rows)
  screen.write(shared.tail, shared.stored)
  const behind = behindSsh()
  behind.heard(shared.tail)
  happenings.on('output', behind.heard)
  let keyboard = shared.keyboard
  let confirmed = -1
  let refusedKeys = 0
  let link: AgentLink | undefined
  const credit = creditOf(screen)
  const puts = putsAtPrompt(frame => link?.send(frame))
  const keyboardHere = (): KeyboardHere => ({ ...keyboard, confirmed: confirmed >= keyboard.epoch })
  const audience = audienceOf(id, screen, keyboardHere)
  const onShown = () => credit.relayedTo(relay.relayedTo())
  const relay = castRelay({ id, stored: shared.stored, screen, audience, happenings, keeper, knows, onShown })
  const tellKeyboard = () => audience.tell({ type: 'keyboard', terminal: id, keyboard: keyboardHere() })
  const says = agentSays(id, audience, text => starred(text, knows()))
  let isSecond = false
  const brake = brakeOf(credit, isHeld => link?.hold(isHeld))
  const take: LiveTerminal['heardLines'] = (from, offset, lines) => {
    if (from !== link) return
    if (!relay.take(offset, lines)) return link.close('part of the recording is missing')
    onShown()
    brake.look(relay.relayedTo())
  }
  credit.onMore(upTo => {
    if (isSecond) link?.send({ type: 'credit', upTo })
  })

  return {
    id,
    incident,
    person,
    host,
    looking,
    screen,
    audience,
    happenings,
    keyboard: keyboardHere,
    isConnected: () => link !== undefined,
    refusedKeys: () => refusedKeys,
    hasEnded: relay.hasEnded,
    relayedTo: relay.relayedTo,
    storedTo: keeper.storedTo,
    wantedFrom: () => Math.min(keeper.handedIn(), relay.relayedTo()),
    setKeyboard(now) {
      if (isSame(now, keyboard)) return
      keyboard = now
      link?.send({ type: 'keyboard', keyboard })
      tellKeyboard()
    },
    connect(next, v) {
      link?.close('shared again from elsewhere')
      link = next
      isSecond = v === 2
      brake.letGo()
      confirmed = -1
      audience.tell({ type: 'link', terminal: id, connected: true })
    },
    disconnect(gone) {
      if (link !== gone) return
      link = undefined
      puts.cut()
      audience.tell({ type: 'link', terminal: id, connected: false })
    },
    heard(from, frame) {
      if (from !== link) return
      if (frame.type === 'cast') take(from, frame.offset, Buffer.from(frame.text))
      if (frame.type === 'refused') refusedKeys += 1
      if (frame.type === 'put-done') puts.done(frame)
      if (frame.type === 'prompt' || frame.type === 'held' || frame.type === 'unsigned' || frame.type === 'recording')
        says.heard(frame)
      if (frame.type === 'keyboard-seen' && frame.epoch > confirmed) {
        confirmed = frame.epoch
        tellKeyboard()
      }
    },
    heardLines: take,
    toAgent(frame) {
      link?.send(frame)
      return link !== undefined
    },
    creditTo: credit.upTo,
    operatorShown: credit.operatorShown,
    mark(label) {
      if (isSecond) link?.send({ type: 'mark', label })
    },
    put: text => (isSecond && link ? puts.put(keyboard, text) : Promise.resolve({ ok: false, why: 'no-answer' })),
    prompt: says.prompt,
    isOn: behind.host,
    watch(watcher) {
      audience.join(watcher)
      // Who comes while the line is down is told, for it was said before they came.
      if (!link) watcher.send(frameOf({ type: 'link', terminal: id, connected: false }))
      for (const said of says.now()) watcher.send(frameOf(said))
    },
    showAnew(tail) {
      screen.replace(tail)
      audience.jumpAll()
      if (isSecond) link?.send({ type: 'redraw' })
    },
    settled: keeper.settled,
    end() {
      link?.close('Fireline stops; the shell goes on')
      link = undefined
      relay.end()
      credit.end()
      brake.letGo()
      keeper.end()
      audience.end()
      screen.end()
    },
  }
}

const isSame = (one: Keyboard, other: Keyboard): boolean =>
  one.epoch === other.epoch && one.holder === other.holder && one.name === other.name && one.awaiting === other.awaiting
