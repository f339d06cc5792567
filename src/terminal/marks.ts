import type { RanInTerminal } from './cast-note.ts'
import { denied } from './denied.ts'

/** Characters at the end of what a command printed: where it says why it did not work. */
const mostLookedAt = 2_048

/** The secrets of a shell's marks: its own, and that of a shell behind an ssh typed in it. */
export interface Nonces {
  nonce: string
  nested?: string
}

export type Told = { started: string } | { ran: RanInTerminal }

/**
 * Reads what the shell's integration says (OSC 633, as VS Code defined it): a prompt begins (A) and ends (B), the line (E),
 * where (P;Cwd=, P;Host=), it starts (C), it has ended (D;exit). Every mark carries the session's nonce; one without it was
 * printed by something else and says nothing. What runs behind an ssh has marks of its own within those of the ssh's line.
 */
export interface ShellMarks {
  heard(body: string, now: MarkedAt): Told[]
  /** What is shown between the marks. */
  shown(text: string): void
}

/** When and where in the recording, and who has the keyboard. */
export interface MarkedAt {
  at: Date
  ms: number
  offset: number
  person?: string
}

export function shellMarks({ nonce, nested }: Nonces): ShellMarks {
  let nth = 0
  const counted = () => (nth += 1)
  const own = oneShell(counted)
  const behind = oneShell(counted)
  return {
    shown(text) {
      own.shown(text)
      behind.shown(text)
    },
    heard(body, now) {
      const parts = body.split(';')
      if (parts[0] !== '633' || parts.length < 3) return []
      const [kind = '', said] = [parts[1], parts.slice(2, -1).join(';')]
      if (nested !== undefined && parts.at(-1) === nested) return behind.heard(kind, said, now)
      if (parts.at(-1) !== nonce) return []
      // Its own prompt is back, or another line began: what ran behind is cut off there, and how it ended was not seen.
      const cut = kind === 'D' || kind === 'C' ? behind.cut(now) : []
      return [...cut, ...own.heard(kind, said, now)]
    },
  }
}

interface OneShell {
  heard(kind: string, said: string, now: MarkedAt): Told[]
  shown(text: string): void
  /** The line to it is gone. */
  cut(now: MarkedAt): Told[]
}

function oneShell(counted: () => number): OneShell {
  let line: string | undefined
  let cwd: string | undefined
  let host: string | undefined
  let running: (Omit<RanInTerminal, 'durationMs'> & { ms: number }) | undefined
  let tail = ''
  const started = (now: MarkedAt): Told[] => {
    // A line that begins with a space is the person's wish not to have it kept: it is on the screen alone.
    running = undefined
    if (!line?.trim() || line.startsWith(' ')) return []
    const where = { cwd, ...(host !== undefined && { host }) }
    const by = now.person ? { person: now.person } : {}
    running = { command: line, ...where, startedAt: now.at.toISOString(), ms: now.ms, offset: now.offset, ...by }
    line = undefined
    tail = ''
    return [{ started: running.command }]
  }
  const ended = (now: MarkedAt, exitCode: number | undefined): Told[] => {
    if (!running) return []
    const { ms, ...ran } = running
    running = undefined
    const exit = exitCode === undefined ? {} : { exitCode }
    const no = denied(tail, exitCode) ? { denied: true } : {}
    return [{ ran: { ...ran, ...exit, ...no, durationMs: Math.max(0, Math.round(now.ms - ms)), nth: counted() } }]
  }
  return {
    shown(text) {
      if (running) tail = (tail + text.slice(-mostLookedAt)).slice(-mostLookedAt)
    },
    cut(now) {
      const cut = ended(now, undefined)
      line = cwd = host = undefined
      return cut
    },
    heard(kind, said, now) {
      if (kind === 'P' && said.startsWith('Cwd=')) cwd = plain(said.slice(4)).slice(0, 4_096)
      if (kind === 'P' && said.startsWith('Host=')) host = plain(said.slice(5)).trim().slice(0, 200) || undefined
      if (kind === 'E') line = plain(said).slice(0, 8_000)
      if (kind === 'C') return started(now)
      if (kind !== 'D') return []
      return ended(now, /^\d{1,3}$/.test(said) ? Number(said) : undefined)
    },
  }
}

/** `\\` and `\x3b` as the integration writes backslashes, semicolons and control characters. */
function plain(said: string): string {
  return said.replace(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\',
  )
}
