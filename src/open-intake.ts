import { randomInt } from 'node:crypto'
import type { AcceptLog, Apply } from './engine/accept.ts'
import { adoptSegments } from './engine/adopt-segments.ts'
import { type Applier, startApplying } from './engine/applier.ts'
import { applyAlerts } from './engine/apply-alerts.ts'
import { breathing } from './engine/breathe.ts'
import { oweCanary } from './engine/canary.ts'
import { type CaughtUp, caughtUp } from './engine/caught-up.ts'
import { counting } from './engine/counting.ts'
import type { Desk } from './engine/desk.ts'
import { type KnownAlerts, knownAlerts } from './engine/known-alerts.ts'
import { placeAgain, placeAgainSource } from './engine/place-again.ts'
import { segmentLog } from './engine/segment-log.ts'
import { tableLog } from './engine/table-log.ts'
import { type IntakeQueue, intakeQueue } from './server/intake-queue.ts'
import type { Settings } from './settings.ts'
import { segmentsFolder } from './store/segments/open.ts'

/** From the door to the rows. */
export interface Intake {
  queue: IntakeQueue
  log: AcceptLog
  applier: Applier
  caughtUp: CaughtUp
  known?: KnownAlerts
}

export async function openIntake(desk: Desk, settings: Settings): Promise<Intake> {
  const queue = intakeQueue()
  const { log, isAlone } = await openLog(desk, settings)
  // What another node applies, this one's memory would not hear of.
  const memory = isAlone ? remembering(desk) : undefined
  const applier = startApplying(desk, log, apply, {
    counting: memory?.counting,
    breathe: breathing(
      log,
      () => queue.isRush(),
      () => desk.clock.now().getTime(),
    ),
  })
  return { queue, log, applier, caughtUp: caughtUp(log, applier, memory), known: memory?.known }
}

/**
 * Segment files where the data folder has the database too. On a shared database a table, so that another node applies what one that
 * died had accepted.
 */
async function openLog(desk: Desk, { acceptLog, databaseUrl, dataDir }: Settings) {
  const kind = acceptLog ?? (databaseUrl ? 'table' : 'segments')
  const folder = segmentsFolder(dataDir)
  if (kind === 'segments') return { isAlone: true, log: await segmentLog(desk, { folder }) }
  await adoptSegments(desk, folder)
  return { isAlone: false, log: tableLog(desk) }
}

/** An alert of an incident that is over is new again when it is told next. */
function remembering(desk: Desk) {
  const known = knownAlerts(randomInt(2 ** 32))
  desk.live.on('*', incident => {
    const is = desk.folded.get(incident)
    if (!is || is.status === 'resolved' || is.mergedInto) known.forgetIncident(incident)
  })
  return { known, counting: counting(known, () => desk.clock.now().getTime()) }
}

const apply: Apply = async (tx, desk, those) => {
  const source = those[0]?.source
  if (source !== placeAgainSource && source !== 'canary') return applyAlerts(tx, desk, those)
  await (source === placeAgainSource ? placeAgain(tx, desk) : oweCanary(desk, tx))
  return []
}
