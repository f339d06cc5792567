import { type Ask, happened, refuse } from '../../incident/decision.ts'
import { type Backup, type Incident, named } from '../../incident/incident.ts'
import type { ChangeBody } from './asks.ts'
import { next } from './next.ts'
import { label, say } from './say.ts'

/** Who takes it looks at the timeline every other second, and right before it is kept: from here on it can count no more. */
export function stopBackup(was: Incident, ask: Ask<ChangeBody<'stop-backup'>>) {
  const backup = named(was.backups, ask.body.backup)
  if (!backup) return refuse('unknown-copy', say.unknownCopy(ask.body.backup), ways(was))
  if (backup.stopped) return []
  if (backup.state !== 'running')
    return refuse('copy-not-under-way', say.notUnderWayCopy(backup.ref), ways(was, backup))
  const { id, driver, change } = backup
  const reason = say.stoppedBy(ask.by.name, ask.body.reason)
  return [happened('BackupFailed', { backup: id, ...(change && { change }), driver, reason, stopped: true })]
}

/** Those that can be stopped; where there is none, a new one of the change that it was for. */
function ways(was: Incident, { change }: Partial<Backup> = {}) {
  const running = was.backups.filter(one => one.state === 'running')
  if (running.length > 0) return running.map(({ id, ref }) => next.stop(id, label.stopNamed(ref)))
  const of = change === undefined ? undefined : named(was.changes, change)
  return of ? [next.takeBackup(of)] : next.ofThese(was, 'take-backup', {})
}
