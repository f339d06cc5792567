import { grown, type Keeping, tellAll } from './keeping.ts'
import type { RecordingState, Strictness } from './recording-state.ts'
import { inWords } from './room-left.ts'

/** Stored by the server within so long it was a stutter, and nobody is told of it. */
const sayAfterMs = 2_000

/**
 * Strict: while the disk refuses, what prints waits until the server has stored all that was shown. So the shell stands still
 * only where both fail, and then whoever types may go on, with a reason that is recorded when something can be again.
 */
export function strictness(keeping: Keeping, ms: () => number = () => performance.now()): Strictness {
  let waitsSince: number | undefined
  let said: RecordingState = 'recorded'
  const state = (): RecordingState => {
    if (!keeping.files.trouble()) return 'recorded'
    return waitsSince !== undefined && ms() - waitsSince >= sayAfterMs ? 'waits' : 'unrecorded'
  }
  return {
    state,
    look() {
      const { files, line, flow, welcome } = keeping
      const trouble = files.trouble()
      if (!trouble) keeping.goesOn = undefined
      const waits = Boolean(trouble && welcome?.strict && !keeping.goesOn && line.stored() < files.size())
      waitsSince = waits ? (waitsSince ?? ms()) : undefined
      flow.waitForDisk(waits)
      const now = state()
      if (now === said) return
      said = now
      keeping.unrecordedSince = now === 'recorded' ? undefined : (keeping.unrecordedSince ?? new Date().toISOString())
      tellRecording(keeping, now)
    },
  }
}

/** To the server and to whoever sits at the machine. */
export function tellRecording(keeping: Keeping, state: RecordingState): void {
  const { line, files, unrecordedSince } = keeping
  const since = unrecordedSince ?? new Date().toISOString()
  line.send({ type: 'recording', state, since, bytes: files.inMemory() })
  tellAll(keeping, { type: 'recording', state, says: words[state](inWords(files.trouble())) })
}

const words: Record<RecordingState, (why: string) => string> = {
  recorded: () => 'Recorded again.',
  unrecorded: why => `UNRECORDED: ${why} here, and what this shell shows is in memory alone. It goes on.`,
  waits: why =>
    `NOT RECORDED, so this shell waits: ${why} here, Fireline cannot store it either, and this service's recordings are strict. ` +
    'It goes on by itself when either can be written again. Ctrl-\\ then u, and a reason, goes on unrecorded.',
}

/** Whoever types goes on unrecorded, for as long as this trouble lasts; the reason is recorded as soon as anything is. */
export function goOnUnrecorded(keeping: Keeping, person: string, reason: string): void {
  if (!keeping.files.trouble() || keeping.goesOn) return
  keeping.goesOn = { person, reason }
  keeping.cast.note({ anyway: { person, reason: reason.slice(0, 500), at: new Date().toISOString() } })
  grown(keeping)
  keeping.strict?.look()
}
