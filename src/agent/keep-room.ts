import { allowance } from '../terminal/allowance.ts'
import { grown, type Keeping } from './keeping.ts'
import { burstBytes, bytesASecond, momentOf, whyThin } from './room-left.ts'
import { strictness } from './strict-recording.ts'
import type { Why } from './thin-output.ts'

/** A shell whose machine or server is in trouble goes on: what that costs its recording is decided here, and said. */
export interface Room {
  /** Before something is recorded. */
  look(): void
  end(): void
}

const syncMs = 1_000
/** What prints and then nothing for so long has ended its moment. */
const quietMs = 20

export function keepRoom(keeping: Keeping): Room {
  const { files, output, line, nudge } = keeping
  const strict = strictness(keeping)
  keeping.strict = strict
  const allowed = allowance(burstBytes, bytesASecond)
  let why: Why | undefined
  let moment: NodeJS.Timeout | undefined
  let quiet: NodeJS.Timeout | undefined
  const endMoment = () => {
    clearTimeout(moment)
    moment = undefined
    output.moment()
    grown(keeping)
  }
  const look = () => {
    const left = allowed.left(files.size(), performance.now())
    const was = why
    why = whyThin(files, line.stored(), left, was)
    output.thin(why)
    // Only now, for there is room again for what it draws.
    if (was && !why) nudge.wanted()
    if (why) {
      const momentMs = momentOf(files, line.stored(), left)
      moment ??= setTimeout(endMoment, momentMs)
      clearTimeout(quiet)
      quiet = setTimeout(endMoment, Math.max(quietMs, momentMs / 4))
    }
    strict.look()
  }
  const syncing = setInterval(() => {
    files.syncSoon()
    if (files.trouble()) files.tryAgain()
    look()
  }, syncMs)
  return {
    look,
    end() {
      clearInterval(syncing)
      clearTimeout(moment)
      clearTimeout(quiet)
      output.thin(undefined)
      files.sync()
    },
  }
}
