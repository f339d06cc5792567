import type { Backup, Change, Incident } from '../../incident/incident.ts'
import { wentHow } from '../../incident/rules.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import css from './stage.module.css'

/** What a change rests on, what protects it, and the way back: what is ready and what is missing. */
export function ChangeChecks({ change }: { change: Change }) {
  const { is } = useRoom()
  const open = is.objections.filter(one => one.to === change.id && one.state === 'open').length
  const isHeld = is.backups.some(one => one.change === change.id && one.state === 'verified' && !one.expired)
  const hasWayBack = isHeld || Boolean(change.undo)
  const waiver = is.waivers.findLast(one => one.change === change.id)
  return (
    <dl className={css.checks}>
      <Check says="Rests on" icon={change.restsOn ? 'check' : 'todo'} good={Boolean(change.restsOn)}>
        {restsOn(is, change)}
      </Check>
      <Check says="Touches" icon={change.touches.length > 0 ? 'check' : 'todo'} good={change.touches.length > 0}>
        {change.touches.length > 0 ? <code>{change.touches.join(', ')}</code> : 'Nothing named'}
      </Check>
      <BackupCheck change={change} backup={is.backups.findLast(one => one.change === change.id)} />
      {open > 0 && (
        <Check says="Objections" icon="stop" need>
          {open} open
        </Check>
      )}
      {waiver && (
        <Check says="Waived" icon="lock">
          {waiver.by} goes ahead {wentHow(waiver.rule)}: {waiver.reason}
        </Check>
      )}
      <Check says="Way back" icon={hasWayBack ? 'check' : 'todo'} good={hasWayBack}>
        {change.undo ? <code>{change.undo}</code> : isHeld ? 'Its copy is put back, by one line' : 'Not said'}
      </Check>
      {change.verify && (
        <Check
          says="Worked if"
          icon={change.state === 'verified' ? 'check' : 'todo'}
          good={change.state === 'verified'}
        >
          {change.verify}
        </Check>
      )}
    </dl>
  )
}

function Check({
  says,
  icon,
  good,
  need,
  children,
}: {
  says: string
  icon: IconName
  good?: boolean
  need?: boolean
  children: React.ReactNode
}) {
  const tone = good ? css.proven : need ? css.need : ''
  return (
    <>
      <dt className={css.mark}>
        <Icon name={icon} className={tone} />
      </dt>
      <dt>{says}</dt>
      <dd className={need ? 'need' : ''}>{children}</dd>
    </>
  )
}

const levels = [
  ['L0', 'ran'],
  ['L1', 'readable'],
  ['L2', 'restored'],
  ['L3', 'equal'],
] as const

function BackupCheck({ change, backup }: { change: Change; backup?: Backup }) {
  if (!backup)
    return (
      <Check says="Backup" icon="todo">
        {change.kind === 'simple' ? 'Not needed: one step back undoes it' : 'None yet'}
      </Check>
    )
  if (backup.state === 'running')
    return (
      <Check says="Backup" icon="half">
        Being taken, restored and compared since {clockTime(backup.startedAt)}
      </Check>
    )
  if (backup.state === 'failed')
    return (
      <Check says="Backup" icon="stop" need={!backup.stopped}>
        {backup.reason}
      </Check>
    )
  const reached = levels.findIndex(([level]) => level === backup.level)
  return (
    <Check says="Backup" icon="check" good>
      {backup.proof}
      <div className={css.levels}>
        {levels.map(([level, says], i) => (
          <span key={level}>
            <Icon
              name={reached < 0 || i <= reached ? 'check' : 'todo'}
              className={reached < 0 || i <= reached ? css.proven : ''}
            />{' '}
            {says}
          </span>
        ))}
      </div>
    </Check>
  )
}

function restsOn(is: Incident, { restsOn }: Change): string {
  if (restsOn?.cause)
    return `The cause: ${is.hypotheses.find(one => one.id === restsOn.cause)?.statement ?? restsOn.cause}`
  if (restsOn?.page) return `The page ${restsOn.page}`
  return restsOn?.symptom ?? 'Nothing said; a mitigation may'
}
