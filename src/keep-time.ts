import { join } from 'node:path'
import type pg from 'pg'
import { chores } from './chores.ts'
import type { AcceptLog } from './engine/accept.ts'
import type { Applier } from './engine/applier.ts'
import { canaryEveryMs } from './engine/canary.ts'
import type { Desk } from './engine/desk.ts'
import { expireEveryMs, expiring } from './engine/expire.ts'
import { givingBack } from './engine/give-back.ts'
import { reason } from './engine/log.ts'
import { oneAtATime } from './engine/one-at-a-time.ts'
import { placeAgainSource } from './engine/place-again.ts'
import { isBackupDue } from './nightly-due.ts'
import type { Settings } from './settings.ts'
import { nightlyBackup } from './store/backup/nightly.ts'
import { newestProof, sweepScratch } from './store/backup/prove.ts'
import type { Embedded } from './store/embedded/embedded.ts'
import { isToPlaceAgain } from './store/placing.ts'

export interface TimeKeeper {
  stop(): void
}

export interface TimeParts {
  settings: Settings
  accepted: AcceptLog
  applier: Applier
  /** The embedded database; on a shared one its own administrator keeps backups. */
  embedded?: Embedded
  /** Tells the outside that all is well, each minute. */
  beat(): Promise<void>
}

const sampleMs = 10_000
const minuteMs = 60_000
const reviveMs = 1_000
const lookAgainMs = 1_000
const kept = 7

/** Database time every 10 s, a canary alert every 20 s, the first at once, a look every 5 s for alerts whose sender fell silent, a proven backup each night, and the chores. */
export function keepTime(desk: Desk, { settings, accepted, applier, embedded, beat }: TimeParts): TimeKeeper {
  const fly = () => {
    accepted
      .accept({ source: 'canary', body: '{}' })
      .then(() => applier.applied())
      .then(() => desk.wake())
      .catch(() => {})
  }
  const again = oneAtATime(() => lookAgain(desk, accepted, applier).catch(() => {}))
  fly()
  const giveBack = givingBack(() => accepted.depth() === 0)
  const expire = expiring(desk, accepted, applier)
  const backUp = embedded && nightly(desk, settings, embedded.config)
  const timers = [
    setInterval(() => void desk.clock.sample(desk.db).catch(() => {}), sampleMs),
    setInterval(fly, canaryEveryMs),
    setInterval(() => void expire(), expireEveryMs),
    setInterval(() => void again(), lookAgainMs),
    ...chores.map(({ everyMs, run }) => setInterval(() => void run(desk, settings).catch(() => {}), everyMs)),
    setInterval(() => void giveBack().catch(() => {}), sampleMs),
    setInterval(() => void beat().catch(() => {}), minuteMs),
    ...(backUp ? [setInterval(() => void backUp(), minuteMs)] : []),
    ...(embedded ? [setInterval(reviver(desk, embedded), reviveMs)] : []),
  ]
  return { stop: () => timers.forEach(clearInterval) }
}

/** What was kept out and may come in now, is placed again by the applier, in the order of everything that was accepted. */
async function lookAgain(desk: Desk, log: AcceptLog, applier: Applier): Promise<void> {
  if (!(await isToPlaceAgain(desk.db, desk.clock.at()))) return
  await log.accept({ source: placeAgainSource, body: '{}' })
  await applier.applied()
}

/** The database alone may die, of memory for one: then it is started again, and what was committed is there. */
function reviver(desk: Desk, embedded: Embedded): () => void {
  let isReviving = false
  return () => {
    if (isReviving) return
    isReviving = true
    embedded
      .revive()
      .then(revived => revived && desk.log.error('the database server had died and was started again'))
      .catch((error: unknown) =>
        desk.log.error('the database server died and does not start', { reason: reason(error) }),
      )
      .finally(() => {
        isReviving = false
      })
  }
}

/** Looks once a minute whether it is time. A backup that fails is an error in the log; alerts are taken all the same. */
function nightly(desk: Desk, { dataDir, runbook, secretFile }: Settings, config: pg.ClientConfig): () => Promise<void> {
  const startedAt = desk.clock.at()
  const dir = join(dataDir, 'backups')
  void sweepScratch().catch((error: unknown) =>
    desk.log.error('what a killed proof left could not be swept up', { reason: reason(error) }),
  )
  let triedAt: string | undefined
  return async () => {
    try {
      const provenAt = newestProof(dataDir)?.madeAt
      const isQuiet = async () =>
        (await desk.db.query(`select 1 from incident_head where status <> 'resolved' limit 1`)).rowCount === 0
      if (!isBackupDue({ now: desk.clock.at(), startedAt, provenAt, triedAt, isQuiet: await isQuiet() })) return
      triedAt = desk.clock.at()
      const proof = await nightlyBackup({ config, dataDir, runbook, secretFile, dir, keep: kept })
      desk.log.info('the nightly backup was restored elsewhere and is equal', { file: proof.file, rows: proof.rows })
    } catch (error) {
      desk.log.error('the nightly backup failed', { reason: reason(error) })
    }
  }
}
