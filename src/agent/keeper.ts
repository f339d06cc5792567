import { readFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import type { Piece } from '../terminal/escapes.ts'
import { breakGlass } from './break-glass.ts'
import { castWriter } from './cast-writer.ts'
import { flow } from './flow.ts'
import { fromServer, leaveWhenDone } from './from-server.ts'
import { keepRoom, type Room } from './keep-room.ts'
import { hooksOf, type ShellHands } from './keeper-hooks.ts'
import { inFolder, jsonLines, type Session, type ToKeeper } from './keeper-protocol.ts'
import { grown, hold, type Keeping, letIn, resize, tell, tellAll } from './keeping.ts'
import { keyGuard } from './key-guard.ts'
import { type LineToServer, lineToServer } from './line-to-server.ts'
import { nudge } from './nudge.ts'
import { openAsOrdered, ordersOnStdin } from './open-shell.ts'
import { recordedOutput } from './recorded-output.ts'
import { type RecordingFiles, recordingFiles } from './recording-files.ts'
import { goOnUnrecorded } from './strict-recording.ts'

/** Its recording is waited for so long; then it stays in its folder, for a person to find. */
const waitForUploadMs = 10 * 60_000

/**
 * The small process that owns a shared shell: it outlives `fireline share` and the server. It writes the recording, holds
 * the keys to the epoch and the line to the server, and is spoken to over a socket in a folder that only its person can enter.
 */
export function keep(folder: string): Server {
  const session = JSON.parse(readFileSync(join(folder, inFolder.session), 'utf8')) as Session
  const keeping = keepingOf(folder, session)
  const room = keepRoom(keeping)
  keeping.pty.onData(chunk => showAndRecord(keeping, room, chunk))
  const server = createServer(socket => attach(keeping, socket))
  keeping.pty.onExit(({ exitCode }) => shellEnded(keeping, room, server, exitCode))
  server.listen(join(folder, inFolder.socket))
  // A hang-up of the terminal it was started from is not its end.
  process.on('SIGHUP', () => {})
  return server
}

function keepingOf(folder: string, session: Session): Keeping {
  const { title, cols, rows } = session
  const files = recordingFiles({ folder })
  const cast = castWriter(files, { title, cols, rows, startedAt: new Date() }, () => performance.now())
  const guard = keyGuard()
  const pty = startShell(session)
  const hands: ShellHands = {
    write: data => pty.write(data),
    hold: (keys, why) => hold(keeping, keys, why),
    tell: frame => keeping.line.send(frame),
    admits: by => (by === 'local' ? guard.admitsOwner(keeping.owner) : guard.admits(by)),
    cols: () => pty.cols,
    told: told => keeping.output.told(told),
    place: () => keeping.output.place(),
  }
  const hooks = hooksOf(session, hands)
  const heardPiece = (piece: Piece) => {
    if (piece.kind === 'csi') keeping.takesPaste = takesPaste(piece.text) ?? keeping.takesPaste
    keeping.nudge.heard(piece)
    hooks.forEach(hook => hook.heardPiece(piece))
  }
  const output = recordedOutput(cast, session, () => guard.keyboard().holder, heardPiece)
  const line = lineOf(session, files, () => keeping)
  const attached = new Set<Socket>()
  const redraw = nudge(pty, () => {
    cast.note({ redrawn: { cols: pty.cols, rows: pty.rows } })
    grown(keeping)
  })
  const parts = { folder, pty, files, cast, guard, output, hooks, line, attached }
  const keeping: Keeping = { ...parts, flow: flow(pty), nudge: redraw }
  return keeping
}

function lineOf(session: Session, recording: RecordingFiles, keeping: () => Keeping): LineToServer {
  const { incident, terminal, title, host, looking } = session
  return lineToServer({
    recording,
    hello() {
      const { pty, guard, nudge } = keeping()
      nudge.settle()
      const { epoch } = guard.keyboard()
      const size = { cols: pty.cols, rows: pty.rows }
      return { incident, terminal, title, host, ...(looking && { looking }), ...size, keyboard: { epoch } }
    },
    heard: frame => fromServer(keeping(), frame),
    cut() {
      keeping().flow.linked(undefined)
      tellAll(keeping(), { type: 'cut' })
    },
    refused: message => tellAll(keeping(), { type: 'shown-out', message }),
  })
}

const takesPaste = (sequence: string): boolean | undefined =>
  sequence.endsWith('[?2004h') ? true : sequence.endsWith('[?2004l') ? false : undefined

function startShell({ command, env, cwd, cols, rows }: Session): IPty {
  const [file = '/bin/sh', ...args] = command
  return spawn(file, args, { name: env['TERM'] ?? 'xterm-256color', cols, rows, cwd, env })
}

function showAndRecord(keeping: Keeping, room: Room, chunk: string): void {
  room.look()
  const { own, safe } = keeping.output.heard(chunk)
  const isOwners = keeping.guard.admitsOwner(keeping.owner)
  if (own !== '') tellAll(keeping, { type: 'screen', data: isOwners ? own : safe })
  grown(keeping)
}

function attach(keeping: Keeping, socket: Socket): void {
  const { files, line, exitCode } = keeping
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  const exit = exitCode === undefined ? {} : { exitCode }
  tell(socket, { type: 'state', pid: process.pid, size: files.size(), dials: true, ...exit })
  tell(socket, { type: 'stored', offset: line.stored() })
  socket.on(
    'data',
    jsonLines<ToKeeper>(message => heard(keeping, socket, message)),
  )
  socket.on('close', () => keeping.attached.delete(socket))
}

function heard(keeping: Keeping, socket: Socket, message: ToKeeper): void {
  const { guard, line, owner, pty, welcome } = keeping
  if (message.type === 'attach') keeping.attached.add(socket)
  if (message.type === 'dial') {
    const { type: _, ...to } = message
    line.dial(to)
    if (line.isLinked() && welcome) tell(socket, { type: 'linked', welcome })
  }
  if (message.type === 'input') {
    const { data, type: _, ...by } = message
    if (guard.admits(message)) return letIn(keeping, { data, by })
    tell(socket, { type: 'refused', epoch: message.epoch, person: message.person })
  }
  if (message.type === 'local') {
    if (guard.admitsOwner(owner)) return letIn(keeping, { data: message.data, by: 'local' })
    tell(socket, { type: 'local-refused', name: guard.keyboard().name })
  }
  if (message.type === 'session-key') {
    keeping.hooks.forEach(hook => hook.knows?.(message))
    tell(socket, { type: 'knows' })
  }
  if (message.type === 'resize') resize(keeping, message, guard.admitsOwner(owner))
  if (message.type === 'glass') {
    const waitsMs = breakGlass(keeping, new Date())
    if (waitsMs !== undefined) tell(socket, { type: 'glass', waitsMs })
  }
  if (message.type === 'go-on' && guard.admitsOwner(owner)) goOnUnrecorded(keeping, owner ?? '', message.reason)
  if (message.type === 'end') pty.kill('SIGHUP')
}

function shellEnded(keeping: Keeping, room: Room, server: Server, exitCode: number): void {
  keeping.exitCode = exitCode
  room.end()
  keeping.nudge.end()
  keeping.cast.exit(exitCode)
  grown(keeping)
  tellAll(keeping, { type: 'exit', exitCode })
  server.unref()
  leaveWhenDone(keeping)
  setTimeout(() => process.exit(0), waitForUploadMs)
}

const folder = process.argv[2]
if (import.meta.main && folder) void (folder === ordersOnStdin ? openAsOrdered() : keep(folder))
