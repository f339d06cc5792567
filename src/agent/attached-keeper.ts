import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type FromKeeper, inFolder, jsonLines, type Session, type ToKeeper } from './keeper-protocol.ts'

type Happenings = { [T in FromKeeper['type']]: [Extract<FromKeeper, { type: T }>] } & { gone: [] }

/** The line to a keeper, while this process lives. */
export interface AttachedKeeper {
  session: Session
  /** The keeper's process. */
  pid: number
  /** Bytes of the recording so far. */
  size(): number
  /** Bytes of it that the server has stored. */
  stored(): number
  exitCode(): number | undefined
  happenings: EventEmitter<Happenings>
  tell(message: ToKeeper): void
  /** Leaves; the shell goes on. */
  detach(): void
}

export async function attachKeeper(folder: string, session: Session): Promise<AttachedKeeper> {
  const socket = connect(join(folder, inFolder.socket)).setEncoding('utf8')
  const happenings = new EventEmitter<Happenings>()
  let size = 0
  let stored = 0
  let exitCode: number | undefined
  socket.on('error', () => {})
  socket.on(
    'data',
    jsonLines<FromKeeper>(message => {
      if (message.type === 'state' || message.type === 'grown') size = message.size
      if (message.type === 'stored') stored = message.offset
      if (message.type === 'state' || message.type === 'exit') exitCode = message.exitCode
      const tell = happenings.emit.bind(happenings) as (type: string, message: FromKeeper) => boolean
      tell(message.type, message)
    }),
  )
  socket.on('close', () => happenings.emit('gone'))
  await once(socket, 'connect')
  const tell = (message: ToKeeper) => void socket.write(`${JSON.stringify(message)}\n`)
  tell({ type: 'attach' })
  const states = await Promise.race([once(happenings, 'state'), once(happenings, 'gone')])
  const [state] = states as [FromKeeper & { type: 'state' }]
  if (socket.destroyed) throw new Error('the keeper does not answer')
  if (!state.dials) throw new Error('this shell was shared by an older program, which goes on with it')
  return {
    session,
    pid: state.pid,
    size: () => size,
    stored: () => stored,
    exitCode: () => exitCode,
    happenings,
    tell,
    detach: () => socket.end(),
  }
}
