/** A comment line of a recording that says more than asciicast can: `# fireline {…}`. Players skip it. */
export type CastNote =
  | { ran: RanInTerminal }
  /** Output that was not recorded: the line was cut for too long, or it came faster and longer than anybody reads. */
  | { gap: { bytes: number; why?: 'flood' } }
  /** Output that could not be written, `why` in words: the shell went on, its recording did not. */
  | { unrecorded: { bytes: number; why: string } }
  /** The person at the machine took the keyboard, which was another's under this number, while no server could be reached; `at` is RFC 3339. */
  | { glass: { person: string; at: string; epoch: number } }
  /** A full-screen program of this size was made to draw all of its screen anew. */
  | { redrawn: { cols: number; rows: number } }
  /** Whoever typed went on though it could not be recorded, at `at` (RFC 3339). */
  | { anyway: { person: string; reason: string; at: string } }

/** A command, as the shell's own marks (or the screen) tell it; `offset` is the byte of the recording where its output begins. */
export interface RanInTerminal {
  command: string
  cwd?: string
  exitCode?: number
  startedAt: string
  durationMs: number
  offset: number
  person?: string
  /** Where it ran, if that is not where the terminal was shared: behind an ssh of its own. */
  host?: string
  /** `screen`: read from what was shown, for there were no marks. */
  from?: 'marks' | 'screen'
  /** What it printed says that this account may not. */
  denied?: boolean
  /** Which command of its shell it is, the first is 1: who hears of fewer knows how many are missing. */
  nth?: number
}

export const castNotePrefix = '# fireline '
