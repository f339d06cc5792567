import type { ToAgent } from '../api/agent-protocol.ts'
import type { SessionKey } from './keeper-hooks.ts'
import type { Dialled } from './line-to-server.ts'

/** What a keeper is told when it is started, in `session.json` of its folder; it stays there for whoever attaches later. */
export interface Session {
  terminal: string
  url: string
  incident: string
  title: string
  host: string
  looking: boolean
  /** It takes only keys that somebody signed whose opening this host has seen. */
  signed?: true
  command: string[]
  env: Record<string, string>
  nonce: string
  /** Of the marks behind an ssh that is typed in it, where that was agreed to. */
  nested?: string
  cwd: string
  cols: number
  rows: number
}

/** Lines of JSON over the keeper's own socket, in a folder that only its person can enter. */
export type ToKeeper =
  | { type: 'attach' }
  /** Where the server is and as whom it is spoken to: kept in memory alone, never on a disk. */
  | ({ type: 'dial' } & Dialled)
  | { type: 'input'; epoch: number; person: string; data: string }
  /** Keys typed at the machine itself. */
  | { type: 'local'; data: string }
  /** Of an opening that this host has seen: what it signs is let in. */
  | ({ type: 'session-key' } & SessionKey)
  | { type: 'resize'; cols: number; rows: number }
  /** The keyboard is taken at the machine, for no server can be reached. */
  | { type: 'glass' }
  /** The person at the machine goes on though it cannot be recorded. */
  | { type: 'go-on'; reason: string }
  | { type: 'end' }

export type FromKeeper =
  /** `dials`: it holds the line to the server itself. */
  | { type: 'state'; pid: number; size: number; dials: true; exitCode?: number }
  /** The recording has grown, or more of it is stored. */
  | { type: 'grown'; size: number }
  | { type: 'stored'; offset: number }
  | { type: 'screen'; data: string }
  /** The line to the server. */
  | { type: 'linked'; welcome: Welcome }
  | { type: 'cut' }
  | { type: 'shown-out'; message: string }
  | { type: 'refused'; epoch: number; person: string }
  | { type: 'local-refused'; name?: string }
  /** The person at the machine has the keyboard now, or it is too early for that. */
  | { type: 'glass'; waitsMs?: number }
  /** Keys that wait for a second word of whoever typed them. */
  | {
      type: 'held'
      by: 'local' | { person: string; epoch: number }
      why: 'danger' | 'paste' | 'unrecorded'
      says: string
    }
  /** Whether what is shown is recorded, in words for who sits there. */
  | { type: 'recording'; state: 'recorded' | 'unrecorded' | 'waits'; says: string }
  /** The answer to `session-key`. */
  | { type: 'knows' }
  | { type: 'exit'; exitCode: number }

export type Welcome = Extract<ToAgent, { type: 'welcome' }>

export const inFolder = {
  session: 'session.json',
  socket: 'keeper.sock',
  log: 'keeper.log',
}

/** Calls `heard` with each whole line's value; a line that is not JSON ends nothing and is passed over. */
export function jsonLines<T>(heard: (message: T) => void): (chunk: string) => void {
  let held = ''
  return chunk => {
    const lines = (held + chunk).split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) {
      const message = parsed<T>(line)
      if (message !== undefined) heard(message)
    }
  }
}

function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T
  } catch {
    return undefined
  }
}
