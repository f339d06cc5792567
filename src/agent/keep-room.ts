import { tellUnrecorded } from './from-server.ts'
import { wordOnTrouble } from './keeper-hooks.ts'
import { grown, type Keeping } from './keeping.ts'
import { momentOf, whyThin } from './room-left.ts'

/** A shell whose machine or server is in trouble goes on: what that costs its recording is decided here, and said. */
export interface Room {
  /** Before something is recorded. */
  look(): void
  end(): void
}

const syncMs = 1_000

export function keepRoom(keeping: Keeping): Room {
  const { files, output, line, flow } = keeping
  let moment: NodeJS.Timeout | undefined
  const endMoment = () => {
    moment = undefined
    output.moment()
    grown(keeping)
    look()
  }
  const look = () => {
    const why = whyThin(files, line.stored())
    output.thin(why)
    if (why) moment ??= setTimeout(endMoment, momentOf(files, line.stored()))
    lookAtDisk()
  }
  const lookAtDisk = () => {
    const trouble = files.trouble()
    if (!trouble === !keeping.unrecordedSince) return
    keeping.unrecordedSince = trouble && new Date().toISOString()
    flow.waitForDisk(trouble !== undefined && wordOnTrouble(keeping.hooks, trouble) === 'pause')
    tellUnrecorded(keeping)
  }
  const syncing = setInterval(() => {
    files.syncSoon()
    look()
  }, syncMs)
  return {
    look,
    end() {
      clearInterval(syncing)
      clearTimeout(moment)
      output.thin(undefined)
      files.sync()
    },
  }
}
