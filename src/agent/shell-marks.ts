import type { RanInTerminal } from '../terminal/cast-note.ts'

/**
 * Reads what the shell's integration says (OSC 633, as VS Code defined it): a prompt begins (A) and ends (B), the line (E),
 * where (P;Cwd=), it starts (C), it has ended (D;exit). Every mark carries the session's nonce; one without it was printed
 * by something else and says nothing.
 */
export interface ShellMarks {
  heard(body: string, now: MarkedAt): { started: string } | { ran: RanInTerminal } | undefined
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
  return {
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
        return { started: running.command }
      }
      if (parts[1] !== 'D' || !running) return undefined
      const { ms, ...ran } = running
      running = undefined
      const exit = /^\d{1,3}$/.test(said) ? { exitCode: Number(said) } : {}
      return { ran: { ...ran, ...exit, durationMs: Math.max(0, Math.round(now.ms - ms)) } }
    },
  }
}

/** `\\` and `\x3b` as the integration writes backslashes, semicolons and control characters. */
function plain(said: string): string {
  return said.replace(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\',
  )
}
