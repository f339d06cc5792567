import { may, type Principal } from '../access/may.ts'
import type { Hello, TerminalHello } from '../api/agent-protocol.ts'
import type { KeyboardHere } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import type { Next, Refusal } from '../incident/decision.ts'
import { refuse } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import { label, say } from '../steps/rally/say.ts'
import { recordingOf } from '../store/recordings.ts'
import { handedOutOf } from './handed-out.ts'
import { keepScreensOf } from './keep-screens.ts'
import { incidentNow, keyboardOf } from './keyboard.ts'
import type { AgentLink, LiveTerminal } from './live-terminal.ts'
import { marksOf } from './mark-recordings.ts'
import { moved } from './moved.ts'
import { lastShown, shareTerminal } from './share-terminal.ts'

/** The live terminals of this node: output from their agents to whoever watches, keys from the operator alone. */
export interface Terminals {
  get(terminal: string): LiveTerminal | undefined
  /** A terminal where the incident's operator types, connected to this node: this one, one on this host, or any. */
  of(incident: string, which?: { host?: string; terminal?: string }): LiveTerminal | undefined
  /** All of the incident, those for looking around too. */
  all(incident: string): LiveTerminal[]
  /** An agent dialled in. Throws ApiError-like errors as refusals: what it may not. */
  share(hello: Hello | TerminalHello, who: Principal, link: AgentLink): Promise<LiveTerminal | Refusal>
  /** Keys; a refusal when they are not the operator's. They go nowhere then. */
  input(terminal: string, who: Principal, epoch: number, data: string, signed?: KeySignature): Refusal | undefined
  resize(terminal: string, who: Principal, epoch: number, cols: number, rows: number): Refusal | undefined
  /** Goes on in a shell that waits for its recording. */
  goOn(terminal: string, who: Principal, epoch: number, reason: string): Refusal | undefined
  /** An agent's line is gone; a terminal whose shell has ended is forgotten once its recording is stored. */
  left(terminal: LiveTerminal, link: AgentLink): void
  stop(): void
}

/** Of keys for a shell that a host opened for a signature: passed on as it is, for the host alone to check. */
interface KeySignature {
  seq?: number
  after?: number
  sig?: string
}

const terminalsByDesk = new WeakMap<Desk, Terminals>()

/** One for each desk: a node has one desk. */
export function terminalsOf(desk: Desk): Terminals {
  const known = terminalsByDesk.get(desk)
  if (known) return known
  const made = openTerminals(desk)
  terminalsByDesk.set(desk, made)
  return made
}

/** A terminal of this incident in which its operator can type now, for the work that Fireline does there. */
export const liveTerminalOf = (desk: Desk, incident: string): LiveTerminal | undefined => terminalsOf(desk).of(incident)

function openTerminals(desk: Desk): Terminals {
  const live = new Map<string, LiveTerminal>()
  const following = new Map<string, () => void>()
  const follow = (incident: string) => {
    if (following.has(incident)) return
    following.set(
      incident,
      followKeyboard(desk, incident, () => [...live.values()]),
    )
  }
  const all = (incident: string) => [...live.values()].filter(one => one.incident === incident)
  const forget = (terminal: LiveTerminal) => {
    if (terminal.isConnected() || live.get(terminal.id) !== terminal) return
    live.delete(terminal.id)
    terminal.end()
    if (all(terminal.incident).length > 0) return
    following.get(terminal.incident)?.()
    following.delete(terminal.incident)
  }
  return {
    get: terminal => live.get(terminal),
    of: (incident, { host, terminal } = {}) =>
      all(incident).find(
        one =>
          !one.looking &&
          one.isConnected() &&
          (host === undefined || one.host === host) &&
          (terminal === undefined || one.id === terminal),
      ),
    all,
    async share(hello, who, link) {
      const shared = await shareTerminal(desk, hello, who, link, live)
      if (!('code' in shared)) follow(shared.incident)
      return shared
    },
    input: (terminal, who, epoch, data, signed) =>
      keysOf(live.get(terminal), who, epoch, (one, person) => {
        const isOnItsWay = one.toAgent({ type: 'input', epoch, person, data, ...signed })
        if (isOnItsWay) moved(desk, one.incident, who)
        return isOnItsWay
      }),
    resize: (terminal, who, epoch, cols, rows) =>
      keysOf(live.get(terminal), who, epoch, (one, person) =>
        one.toAgent({ type: 'resize', epoch, person, cols, rows }),
      ),
    goOn: (terminal, who, epoch, reason) =>
      keysOf(live.get(terminal), who, epoch, (one, person) => one.toAgent({ type: 'go-on', epoch, person, reason })),
    left(terminal, link) {
      terminal.disconnect(link)
      if (!terminal.hasEnded()) return
      void terminal.settled().then(async () => {
        forget(terminal)
        return keepScreensOf(desk, terminal.id)
      })
    },
    stop() {
      for (const unfollow of following.values()) unfollow()
      for (const terminal of live.values()) terminal.end()
      live.clear()
      following.clear()
    },
  }
}

/** Hand-overs reach the agents as soon as they stand on the timeline. */
function followKeyboard(desk: Desk, incident: string, live: () => LiveTerminal[]): () => void {
  let redactedAt = 0
  const mark = marksOf(desk, incident)
  const look = oneAtATime(async () => {
    const is = await incidentNow(desk, incident)
    const here = live().filter(terminal => terminal.incident === incident)
    await handedOutOf(desk).look()
    for (const terminal of here) tellKeyboard(is, terminal)
    await mark(is, here)
    redactedAt = await showWithoutRedacted(desk, incident, redactedAt, here)
  })
  const seeNow = () =>
    void look().catch((error: unknown) =>
      desk.log.error('cannot read who has the keyboard', { incident, reason: reason(error) }),
    )
  const unhear = desk.live.on(incident, seeNow)
  seeNow()
  // A lost notification costs a second, not the hand-over.
  const timer = setInterval(seeNow, 1_000).unref()
  return () => {
    unhear()
    clearInterval(timer)
  }
}

function tellKeyboard(is: Incident, terminal: LiveTerminal): void {
  const shared = is.terminals.find(one => one.id === terminal.id)
  if (shared) terminal.setKeyboard(keyboardOf(is, shared))
}

/** After a redaction no screen of this node shows from memory what the recording does not say any more. */
async function showWithoutRedacted(desk: Desk, incident: string, after: number, live: LiveTerminal[]): Promise<number> {
  const { rows } = await desk.db.query<{ seq: number | null }>(
    `select max(seq) as seq from entry where incident = $1 and seq > $2 and type = 'Redacted'`,
    [incident, after],
  )
  const last = rows[0]?.seq
  if (!last) return after
  for (const terminal of live) {
    await terminal.settled()
    const recording = await recordingOf(desk.db, terminal.id)
    if (recording) terminal.showAnew(await lastShown(desk, recording.id, recording.stored))
  }
  return last
}

/** The server's own no: neither another person's keys nor those of an earlier epoch. The agent says it once more. */
function keysOf(
  terminal: LiveTerminal | undefined,
  who: Principal,
  epoch: number,
  send: (terminal: LiveTerminal, person: string) => boolean,
): Refusal | undefined {
  if (!terminal?.isConnected()) return refuse('no-terminal', 'This terminal is not connected now.', [shareMine])
  const keyboard = terminal.keyboard()
  const isPerson = who.kind === 'person' && may(who, 'type', { incident: terminal.incident })
  if (!isPerson) return refuse('not-allowed', 'You may watch this terminal.', [suggestIt])
  if (keyboard.holder !== who.id || epoch !== keyboard.epoch) return keyboardHeld(keyboard, terminal.host)
  if (keyboard.awaiting) return refuse('no-control-yet', say.noControlYet, [haveControl])
  send(terminal, who.id)
  return undefined
}

function keyboardHeld(keyboard: KeyboardHere, host: string): Refusal {
  return refuse('keyboard-held', keyboard.name ? say.keyboardHeld(keyboard.name) : 'Nobody has the keyboard.', [
    { label: 'Ask for it', command: 'ask-keyboard', body: { host } },
    { label: 'Look around in my own terminal', command: 'look-around', body: {}, line: 'fireline share --look' },
  ])
}

/** Its person brings it back with the same line; anybody may share one of their own. */
export const shareMine: Next = { label: 'Share a terminal', command: 'look-around', body: {}, line: 'fireline share' }
const haveControl: Next = { label: label.haveControl, command: 'have-control', body: {} }
const suggestIt: Next = { label: 'Suggest it', command: 'suggest', body: { text: null, why: null } }
