import type { Keyboard } from '../api/agent-protocol.ts'

/** What a keeper is told when it is started, in `session.json` of its folder; it stays there for whoever attaches later. */
export interface Session {
  terminal: string
  url: string
  incident: string
  title: string
  host: string
  looking: boolean
  command: string[]
  env: Record<string, string>
  nonce: string
  cwd: string
  cols: number
  rows: number
}

/** Lines of JSON over the keeper's own socket, in a folder that only its person can enter. */
export type ToKeeper =
  /** `local`: keys typed at the machine itself; `screen`: send what the terminal shows as well. */
  | { type: 'attach'; screen: boolean }
  | { type: 'input'; epoch: number; person: string; data: string; seq?: number; sig?: string }
  | { type: 'local'; data: string }
  | { type: 'resize'; cols: number; rows: number; epoch?: number; person?: string }
  | { type: 'keyboard'; keyboard: Keyboard; owner: string }
  | { type: 'linked'; linked: boolean }
  | { type: 'stored'; offset: number }
  | { type: 'end' }

export type FromKeeper =
  | { type: 'state'; pid: number; size: number; cols: number; rows: number; keyboard: Keyboard; exitCode?: number }
  /** The recording has grown: its file is read from disk by whoever sends it. */
  | { type: 'grown'; size: number }
  | { type: 'screen'; data: string }
  | { type: 'keyboard-seen'; epoch: number }
  | { type: 'refused'; epoch: number; person: string }
  | { type: 'local-refused'; name?: string }
  /** Keys that wait for a second word of whoever typed them. */
  | { type: 'held'; by: 'local' | { person: string; epoch: number }; why: 'danger' | 'paste'; says: string }
  | { type: 'exit'; exitCode: number }

export const inFolder = {
  session: 'session.json',
  socket: 'keeper.sock',
  recording: 'recording.cast',
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
