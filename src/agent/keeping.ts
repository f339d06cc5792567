import type { Socket } from 'node:net'
import type { IPty } from '@lydell/node-pty'
import type { Keyboard, ToAgent } from '../api/agent-protocol.ts'
import type { CastWriter } from './cast-writer.ts'
import type { Flow } from './flow.ts'
import { type Held, type KeeperHooks, type Keys, wordOnKeys } from './keeper-hooks.ts'
import type { FromKeeper, Welcome } from './keeper-protocol.ts'
import type { KeyGuard } from './key-guard.ts'
import type { LineToServer } from './line-to-server.ts'
import type { Nudge } from './nudge.ts'
import type { RecordedOutput } from './recorded-output.ts'
import type { RecordingFiles } from './recording-files.ts'
import { heldWhileItWaits, type Strictness } from './recording-state.ts'

/** Everything of one shared shell. */
export interface Keeping {
  folder: string
  pty: IPty
  files: RecordingFiles
  cast: CastWriter
  guard: KeyGuard
  output: RecordedOutput
  flow: Flow
  nudge: Nudge
  line: LineToServer
  hooks: readonly KeeperHooks[]
  attached: Set<Socket>
  /** The person at the machine, once the server said who they are. */
  owner?: string
  /** What the server said last when it took this terminal. */
  welcome?: Welcome
  /** Whether it may go on where it cannot be recorded. */
  strict?: Strictness
  /** Who said so, and why, while the disk refuses. */
  goesOn?: { person: string; reason: string }
  /** Since when its recording is in memory alone. */
  unrecordedSince?: string
  /** The program at its prompt knows a paste from keys. */
  takesPaste?: boolean
  exitCode?: number
}

export function letIn(keeping: Keeping, keys: Keys): void {
  if (keeping.strict?.state() === 'waits') return hold(keeping, keys, heldWhileItWaits)
  const word = wordOnKeys(keeping.hooks, keys)
  if (word === 'pass') keeping.pty.write(keys.data)
  else if (word !== 'drop') hold(keeping, keys, word)
}

/** Whoever typed them hears why, where they sit. */
export function hold(keeping: Keeping, { by }: Keys, { held: why, says }: Held): void {
  tellAll(keeping, { type: 'held', by, why, says })
  if (by !== 'local') keeping.line.send({ type: 'held', person: by.person, why, says })
}

/** The hand-over is done here, before it is confirmed: no later key of the former holder is let in. */
export function handOver(keeping: Keeping, keyboard: Keyboard): void {
  const { guard, cast, files, line } = keeping
  const was = guard.keyboard()
  guard.learn(keyboard)
  const is = guard.keyboard()
  if (is.epoch > was.epoch) {
    cast.marker(is.holder ? `keyboard: ${is.name ?? is.holder}` : 'keyboard: nobody')
    files.sync()
    grown(keeping)
  }
  // Whose it is here is not what the server believes, until it has heard of it.
  if (guard.isBroken()) return
  if (is.epoch >= 0) line.send({ type: 'keyboard-seen', epoch: is.epoch })
}

/** The size is the operator's, at the machine or elsewhere. */
export function resize(keeping: Keeping, { cols, rows }: { cols: number; rows: number }, may: boolean): void {
  const { pty, cast, nudge } = keeping
  nudge.settle()
  if (!may || (pty.cols === cols && pty.rows === rows) || keeping.exitCode !== undefined) return
  pty.resize(cols, rows)
  cast.resize(cols, rows)
  grown(keeping)
}

export function mark(keeping: Keeping, label: string): void {
  keeping.cast.marker(label.slice(0, 500))
  grown(keeping)
}

/** At a free prompt, as a paste that nothing runs; a newline only where the program knows a paste from keys. */
export function put(keeping: Keeping, { id, epoch, person, text }: ToAgent & { type: 'put' }): void {
  const { guard, hooks, pty, line, takesPaste } = keeping
  const isFree = hooks.some(hook => hook.prompt?.() === 'free')
  const isOpen = !hooks.some(hook => hook.takesOnlySigned)
  const isPlain = !/[^\P{Cc}\n\t]/u.test(text) && (takesPaste || !text.includes('\n'))
  const ok = isOpen && isFree && isPlain && guard.admits({ epoch, person })
  if (ok) pty.write(takesPaste ? `\u001b[200~${text}\u001b[201~` : text)
  line.send({ type: 'put-done', id, ok, ...(!ok && { why: 'not-free' }) })
}

/** After anything was written to the recording: to the server first, for somebody there may be typing. */
export function grown(keeping: Keeping): void {
  const size = keeping.files.size()
  keeping.line.grown()
  keeping.flow.grown(size)
  tellAll(keeping, { type: 'grown', size })
}

export function tellAll({ attached }: Keeping, message: FromKeeper): void {
  for (const socket of attached) tell(socket, message)
}

/** What is told in one turn goes in one write. */
export function tell(socket: Socket, message: FromKeeper): void {
  if (socket.writableCorked === 0) {
    socket.cork()
    setImmediate(() => socket.uncork())
  }
  socket.write(`${JSON.stringify(message)}\n`)
}
