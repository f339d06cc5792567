import { may, type Principal } from '../access/may.ts'
import type { Hello, TerminalHello } from '../api/agent-protocol.ts'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Refusal } from '../incident/decision.ts'
import { refuse } from '../incident/decision.ts'
import type { Actor } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import { starred } from '../redact/secret-scan.ts'
import { say } from '../steps/rally/say.ts'
import { inTransaction } from '../store/db.ts'
import { incidentNamed } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import { type Recording, readRecording, recordingOf, startRecording } from '../store/recordings.ts'
import { safeCastLines } from '../terminal/safe-output.ts'
import { handedOutOf } from './handed-out.ts'
import { hostSeat } from './host-seat.ts'
import { keepRecording } from './keep-recording.ts'
import { incidentNow, keyboardOf } from './keyboard.ts'
import { type AgentLink, type LiveTerminal, liveTerminal } from './live-terminal.ts'

/** An agent dialled in: its terminal stands on the timeline, its recording goes on where it ended, and it is told who types. */
export async function shareTerminal(
  desk: Desk,
  hello: Hello | TerminalHello,
  who: Principal,
  link: AgentLink,
  live: Map<string, LiveTerminal>,
): Promise<LiveTerminal | Refusal> {
  const incident = await incidentNamed(desk.db, hello.incident)
  await handedOutOf(desk).look()
  if (who.kind !== 'person' || !may(who, 'type', { incident }))
    return refuse(
      'not-allowed',
      'You may not share a terminal: it needs a person with the right "type". An admin gives it.',
    )
  if (!incident)
    return refuse('not-found', `There is no incident ${hello.incident}. "fireline burning" lists those that are open.`)
  const by: Actor = { kind: 'person', id: who.id, name: who.name }
  const recording = await recordingFor(desk, hello, incident, by)
  if ('code' in recording) return recording
  const is = await incidentNow(desk, incident)
  const shared = is.terminals.find(one => one.id === hello.terminal)
  const looking = shared?.looking ?? false
  const begins = live.has(hello.terminal) ? 0 : recording.stored
  const terminal = live.get(hello.terminal) ?? (await open(desk, { ...hello, looking }, recording, by, is, live))
  if (shared) terminal.setKeyboard(keyboardOf(is, shared))
  terminal.connect(link, hello.v)
  const { epoch, holder, name, awaiting } = terminal.keyboard()
  const keyboard = { epoch, holder, name, ...(awaiting && { awaiting }) }
  const { number } = is
  const place = { recording: recording.id, stored: terminal.storedTo() }
  const says = looking && !hello.looking ? await whyLooking(desk, hello.host) : {}
  const isStrict = (await serviceNamed(desk.db, is.service))?.recording === 'strict'
  const flows =
    hello.v === 2
      ? { credit: terminal.creditTo(), relayed: terminal.wantedFrom(), ...(isStrict && { strict: true as const }) }
      : {}
  link.send({ type: 'welcome', v: hello.v, ...place, incident, number, you: who.id, keyboard, ...flows, ...says })
  // Of what was shown long ago nothing is on the screen that begins here.
  if (hello.v === 2 && begins > tailBytes) link.send({ type: 'redraw' })
  return terminal
}

/** Its host's keyboard is somebody's in another incident: then it is for looking around, and its person reads why. */
async function whyLooking(desk: Desk, host: string): Promise<{ says: string }> {
  const there = await hostSeat(desk.db, [host])
  return { says: say.sharedToLook(there?.name ?? 'Somebody', host, `INC-${there?.number}`) }
}

/** The terminal's recording, begun with its entry on the timeline in one transaction; never somebody else's. */
async function recordingFor(
  desk: Desk,
  hello: Hello | TerminalHello,
  incident: string,
  by: Actor,
): Promise<Recording | Refusal> {
  return inTransaction(desk.db, async tx => {
    const known = await recordingOf(tx, hello.terminal)
    if (known && (known.person !== by.id || known.incident !== incident))
      return refuse(
        'not-allowed',
        'This terminal was shared by somebody else, or in another incident. "fireline share --new" starts one of yours.',
      )
    const now = desk.clock.now()
    const { terminal } = hello
    const fresh = { id: newId(now), incident, terminal, person: by.id, at: now.toISOString() }
    if (!known) await startRecording(tx, fresh)
    const recording = known ?? { ...fresh, stored: 0 }
    const { host, looking } = hello
    // What is shared may be a program with an address and its password.
    const title = starred(hello.title, handedOutOf(desk).now())
    const body = { terminal, recording: recording.id, title, host, ...(looking && { looking }) }
    const handled = await handle(
      desk,
      tx,
      incident,
      { id: newId(now), by, at: desk.clock.at(), body },
      'terminal-shared',
    )
    return 'code' in handled ? handled : recording
  })
}

async function open(
  desk: Desk,
  hello: Hello | TerminalHello,
  { id: recording, stored }: Recording,
  by: Actor,
  is: Incident,
  live: Map<string, LiveTerminal>,
): Promise<LiveTerminal> {
  const tail = await lastShown(desk, recording, stored)
  const rival = live.get(hello.terminal)
  if (rival) return rival
  const onStored = (offset: number) => live.get(hello.terminal)?.toAgent({ type: 'stored', offset })
  const onMissing = (from: number) => live.get(hello.terminal)?.toAgent({ type: 'resend', from })
  const kept = { recording, terminal: hello.terminal, incident: is.id, by, stored }
  const keeper = keepRecording(desk, { ...kept, onStored, onMissing })
  const { host, looking = false, cols, rows } = hello
  const shared = { id: hello.terminal, incident: is.id, person: by.id, host, looking }
  const terminal = liveTerminal(
    { ...shared, cols, rows, keyboard: { epoch: 0 }, stored, tail },
    keeper,
    handedOutOf(desk).now,
  )
  live.set(hello.terminal, terminal)
  return terminal
}

const tailBytes = 256 * 1024

/** What the stored recording showed last: enough to fill a screen again after a restart of the server. */
export async function lastShown(desk: Desk, recording: string, stored: number): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of readRecording(desk.db, recording, Math.max(0, stored - tailBytes))) parts.push(part)
  const lines = Buffer.concat(parts).toString().split('\n')
  const said = lines.map(safeCastLines())
  return said.map(one => (one.kind === 'output' ? one.data : '')).join('')
}
