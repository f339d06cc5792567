import { readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import type { Piece } from '../terminal/escapes.ts'
import { type CastWriter, castWriter } from './cast-writer.ts'
import {
  type Held,
  hooksOf,
  type KeeperHooks,
  type Keys,
  type ShellHands,
  wordOnKeys,
  wordOnTrouble,
} from './keeper-hooks.ts'
import { type FromKeeper, inFolder, jsonLines, type Session, type ToKeeper } from './keeper-protocol.ts'
import { type KeyGuard, keyGuard } from './key-guard.ts'
import { type RecordedOutput, recordedOutput } from './recorded-output.ts'

/**
 * The small process that owns a shared shell: it outlives `fireline share` and the server. It writes the recording, holds
 * the keys to the epoch, and is spoken to over a socket in a folder that only its person can enter.
 */
interface Keeping {
  folder: string
  pty: IPty
  cast: CastWriter
  guard: KeyGuard
  output: RecordedOutput
  hooks: readonly KeeperHooks[]
  attached: Set<Socket>
  /** The person at the machine, once the server said who they are. */
  owner?: string
  isLinked: boolean
  stored: number
  exitCode?: number
}

/** While linked, a program that prints faster than the server stores waits; unlinked it never does, and a gap is marked. */
const mostUnstoredBytes = 2 * 1024 * 1024
const mostUnsentBytes = 32 * 1024 * 1024
const waitForUploadMs = 10 * 60_000

export function keep(folder: string): Server {
  const session = JSON.parse(readFileSync(join(folder, inFolder.session), 'utf8')) as Session
  const { title, cols, rows } = session
  const ms = () => performance.now()
  const cast = castWriter(join(folder, inFolder.recording), { title, cols, rows, startedAt: new Date() }, ms)
  const guard = keyGuard()
  const pty = startShell(session)
  const hands: ShellHands = { write: data => pty.write(data), hold: (keys, why) => hold(keeping, keys, why) }
  const hooks = hooksOf(session, hands)
  const heardPiece = (piece: Piece) => hooks.forEach(hook => hook.heardPiece(piece))
  const output = recordedOutput(cast, session.nonce, () => guard.keyboard().holder, heardPiece)
  const keeping: Keeping = { folder, pty, cast, guard, output, hooks, attached: new Set(), isLinked: false, stored: 0 }
  pty.onData(chunk => {
    try {
      showAndRecord(keeping, chunk)
    } catch (error) {
      couldNotRecord(keeping, error as NodeJS.ErrnoException)
    }
  })
  const server = createServer(socket => attach(keeping, socket))
  pty.onExit(({ exitCode }) => shellEnded(keeping, server, exitCode))
  server.listen(join(folder, inFolder.socket))
  // A hang-up of the terminal it was started from is not its end.
  process.on('SIGHUP', () => {})
  return server
}

function startShell({ command, env, cwd, cols, rows }: Session): IPty {
  const [file = '/bin/sh', ...args] = command
  return spawn(file, args, { name: env['TERM'] ?? 'xterm-256color', cols, rows, cwd, env })
}

function showAndRecord(keeping: Keeping, chunk: string): void {
  const { cast, guard, output, pty } = keeping
  const waiting = cast.size() - keeping.stored
  output.skip(!keeping.isLinked && waiting > mostUnsentBytes)
  const { own, safe } = output.heard(chunk)
  const isOwners = guard.admitsOwner(keeping.owner)
  if (own !== '') tellAll(keeping, { type: 'screen', data: isOwners ? own : safe })
  tellAll(keeping, { type: 'grown', size: cast.size() })
  if (keeping.isLinked && waiting > mostUnstoredBytes) pty.pause()
}

function couldNotRecord({ hooks, pty }: Keeping, error: NodeJS.ErrnoException): void {
  const word = wordOnTrouble(hooks, error)
  if (word === undefined) throw error
  if (word === 'pause') pty.pause()
}

function attach(keeping: Keeping, socket: Socket): void {
  const { cast, guard, pty, exitCode } = keeping
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  const exit = exitCode === undefined ? {} : { exitCode }
  const size = { cols: pty.cols, rows: pty.rows }
  tell(socket, { type: 'state', pid: process.pid, size: cast.size(), ...size, keyboard: guard.keyboard(), ...exit })
  socket.on(
    'data',
    jsonLines<ToKeeper>(message => heard(keeping, socket, message)),
  )
  socket.on('close', () => {
    keeping.attached.delete(socket)
    if (keeping.attached.size === 0) setLinked(keeping, false)
  })
}

function heard(keeping: Keeping, socket: Socket, message: ToKeeper): void {
  const { guard, pty } = keeping
  if (message.type === 'attach') keeping.attached.add(socket)
  if (message.type === 'input') {
    const { data, type: _, ...by } = message
    if (guard.admits(message)) return letIn(keeping, { data, by })
    tell(socket, { type: 'refused', epoch: message.epoch, person: message.person })
  }
  if (message.type === 'local') {
    if (guard.admitsOwner(keeping.owner)) return letIn(keeping, { data: message.data, by: 'local' })
    tell(socket, { type: 'local-refused', name: guard.keyboard().name })
  }
  if (message.type === 'resize') resize(keeping, message)
  if (message.type === 'keyboard') handOver(keeping, socket, message)
  if (message.type === 'linked') setLinked(keeping, message.linked)
  if (message.type === 'stored') {
    keeping.stored = Math.max(keeping.stored, message.offset)
    if (keeping.cast.size() - keeping.stored < mostUnstoredBytes / 2) pty.resume()
    leaveWhenDone(keeping)
  }
  if (message.type === 'end') pty.kill('SIGHUP')
}

function letIn(keeping: Keeping, keys: Keys): void {
  const word = wordOnKeys(keeping.hooks, keys)
  if (word === 'pass') keeping.pty.write(keys.data)
  else if (word !== 'drop') hold(keeping, keys, word)
}

function hold(keeping: Keeping, { by }: Keys, { held: why, says }: Held): void {
  tellAll(keeping, { type: 'held', by, why, says })
}

/** The hand-over is done here, before it is confirmed: no later key of the former holder is let in. */
function handOver(keeping: Keeping, socket: Socket, { keyboard, owner }: ToKeeper & { type: 'keyboard' }): void {
  const { guard, cast } = keeping
  keeping.owner = owner
  const was = guard.keyboard()
  guard.learn(keyboard)
  const is = guard.keyboard()
  if (is.epoch > was.epoch) {
    cast.marker(is.holder ? `keyboard: ${is.name ?? is.holder}` : 'keyboard: nobody')
    tellAll(keeping, { type: 'grown', size: cast.size() })
  }
  tell(socket, { type: 'keyboard-seen', epoch: is.epoch })
}

/** The size is the operator's, at the machine or elsewhere. */
function resize(keeping: Keeping, { cols, rows, epoch, person }: ToKeeper & { type: 'resize' }): void {
  const { guard, pty, cast } = keeping
  const isRemote = epoch !== undefined && person !== undefined
  const may = isRemote ? guard.admits({ epoch, person }) : guard.admitsOwner(keeping.owner)
  if (!may || (pty.cols === cols && pty.rows === rows) || keeping.exitCode !== undefined) return
  pty.resize(cols, rows)
  cast.resize(cols, rows)
  tellAll(keeping, { type: 'grown', size: cast.size() })
}

function setLinked(keeping: Keeping, linked: boolean): void {
  keeping.isLinked = linked
  if (!linked) keeping.pty.resume()
}

function shellEnded(keeping: Keeping, server: Server, exitCode: number): void {
  keeping.exitCode = exitCode
  keeping.output.skip(false)
  keeping.cast.exit(exitCode)
  tellAll(keeping, { type: 'grown', size: keeping.cast.size() })
  tellAll(keeping, { type: 'exit', exitCode })
  server.unref()
  // Its recording is waited for so long; then it stays in its folder, for a person to find.
  setTimeout(() => process.exit(0), waitForUploadMs)
}

function leaveWhenDone(keeping: Keeping): void {
  if (keeping.exitCode === undefined || keeping.stored < keeping.cast.size()) return
  rmSync(keeping.folder, { recursive: true, force: true })
  process.exit(0)
}

function tellAll(keeping: Keeping, message: FromKeeper): void {
  for (const socket of keeping.attached) tell(socket, message)
}

function tell(socket: Socket, message: FromKeeper): void {
  socket.write(`${JSON.stringify(message)}\n`)
}

const folder = process.argv[2]
if (import.meta.main && folder) keep(folder)
