import { rmSync } from 'node:fs'
import type { ToAgent } from '../api/agent-protocol.ts'
import { handOver, type Keeping, letIn, mark, put, resize, tellAll } from './keeping.ts'
import { goOnUnrecorded, tellRecording } from './strict-recording.ts'

/** What the server says to a shared shell. Keys and sizes are let in by its own guard, whatever the server lets through. */
const hearBy: { [T in ToAgent['type']]?: (keeping: Keeping, frame: Extract<ToAgent, { type: T }>) => void } = {
  welcome(keeping, welcome) {
    keeping.welcome = welcome
    keeping.owner = welcome.you
    keeping.flow.linked(welcome.credit)
    handOver(keeping, welcome.keyboard)
    tellAll(keeping, { type: 'linked', welcome })
    if (keeping.unrecordedSince) tellRecording(keeping, keeping.strict?.state() ?? 'unrecorded')
    isStored(keeping, welcome.stored)
  },
  keyboard: (keeping, { keyboard }) => handOver(keeping, keyboard),
  input(keeping, frame) {
    const { type: _, data, ...by } = frame
    if (keeping.guard.admits(by)) return letIn(keeping, { data, by })
    keeping.line.send({ type: 'refused', epoch: by.epoch, person: by.person })
  },
  resize: (keeping, frame) => resize(keeping, frame, keeping.guard.admits(frame)),
  credit: ({ flow }, { upTo }) => flow.credit(upTo),
  stored: (keeping, { offset }) => isStored(keeping, offset),
  'go-on'(keeping, { epoch, person, reason }) {
    if (keeping.guard.admits({ epoch, person })) goOnUnrecorded(keeping, person, reason)
  },
  redraw: ({ nudge }) => nudge.wanted(),
  mark: (keeping, { label }) => mark(keeping, label),
  put,
}

export function fromServer(keeping: Keeping, frame: ToAgent): void {
  const hear = hearBy[frame.type] as ((keeping: Keeping, frame: ToAgent) => void) | undefined
  hear?.(keeping, frame)
}

function isStored(keeping: Keeping, offset: number): void {
  keeping.files.stored(offset)
  keeping.strict?.look()
  tellAll(keeping, { type: 'stored', offset })
  leaveWhenDone(keeping)
}

/** So long whoever is attached may take to hear the last word. */
const lastWordMs = 500

/** Nothing is left to be said once whoever is attached has heard so: the folder goes, and with it the keeper. */
export function leaveWhenDone({ exitCode, files, line, folder, attached }: Keeping): void {
  if (exitCode === undefined || line.stored() < files.size()) return
  rmSync(folder, { recursive: true, force: true })
  const heard = [...attached].map(socket => new Promise<void>(resolve => socket.end(resolve)))
  setTimeout(() => process.exit(0), lastWordMs)
  void Promise.all(heard).then(() => process.exit(0))
}
