import type { RanInTerminal } from './cast-note.ts'
import { denied } from './denied.ts'

/** Characters at the end of what a command printed: where it says why it did not work. */
const mostLookedAt = 2_048

/**
 * Reads what the shell's integration says (OSC 633, as VS Code defined it): a prompt begins (A) and ends (B), the line (E),
 * where (P;Cwd=), it starts (C), it has ended (D;exit). Every mark carries the session's nonce; one without it was printed
 * by something else and says nothing.
 */
export interface ShellMarks {
  heard(body: string, now: MarkedAt): { started: string } | { ran: RanInTerminal } | undefined
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

export function shellMarks(nonce: string): ShellMarks {
  let line: string | undefined
  let cwd: string | undefined
  let running: (Omit<RanInTerminal, 'durationMs'> & { ms: number }) | undefined
  let nth = 0
  let tail = ''
  return {
    shown(text) {
      if (running) tail = (tail + text.slice(-mostLookedAt)).slice(-mostLookedAt)
    },
    heard(body, now) {
      const parts = body.split(';')
      if (parts[0] !== '633' || parts.length < 3 || parts.at(-1) !== nonce) return undefined
      const said = parts.slice(2, -1).join(';')
      if (parts[1] === 'P' && said.startsWith('Cwd=')) cwd = plain(said.slice(4)).slice(0, 4_096)
      if (parts[1] === 'E') line = plain(said).slice(0, 8_000)
      if (parts[1] === 'C') {
        // A line that begins with a space is the person's wish not to have it kept: it is on the screen alone.
        running = undefined
        if (!line?.trim() || line.startsWith(' ')) return undefined
        const by = now.person ? { person: now.person } : {}
        running = { command: line, cwd, startedAt: now.at.toISOString(), ms: now.ms, offset: now.offset, ...by }
        line = undefined
        tail = ''
        return { started: running.command }
      }
      if (parts[1] !== 'D' || !running) return undefined
      const { ms, ...ran } = running
      running = undefined
      const exitCode = /^\d{1,3}$/.test(said) ? Number(said) : undefined
      const exit = exitCode === undefined ? {} : { exitCode }
      const no = denied(tail, exitCode) ? { denied: true } : {}
      nth += 1
      return { ran: { ...ran, ...exit, ...no, durationMs: Math.max(0, Math.round(now.ms - ms)), nth } }
    },
  }
}

/** `\\` and `\x3b` as the integration writes backslashes, semicolons and control characters. */
function plain(said: string): string {
  return said.replace(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\',
  )
}
