import { useId } from 'react'
import type { TrafficCheck } from '../../incident/events.ts'
import { Icon } from '../parts/icon.tsx'
import stage from './stage.module.css'

/** Each look at a stand-by before traffic goes there, with its answer. */
export function TrafficChecks({ checks, isMoving }: { checks: readonly TrafficCheck[]; isMoving: boolean }) {
  if (checks.length === 0) return isMoving ? <p className="note">The stand-by is being looked at.</p> : null
  return (
    <dl className={stage.checks}>
      {checks.map(check => (
        <CheckRow key={check.what} check={check} />
      ))}
    </dl>
  )
}

/** Green is only for what was proven: what nobody asked stays grey. */
function CheckRow({ check: { what, ok, says, notAsked } }: { check: TrafficCheck }) {
  const id = useId()
  const tone = notAsked ? '' : ok ? stage.proven : stage.need
  return (
    <>
      <dt className={stage.mark}>
        <Icon name={notAsked ? 'todo' : ok ? 'check' : 'x'} className={tone} />
      </dt>
      <dt id={id}>{names[what]}</dt>
      <dd className={ok ? (notAsked ? 'soft' : '') : 'need'} aria-labelledby={id}>
        {says}
      </dd>
    </>
  )
}

const names: Record<TrafficCheck['what'], string> = {
  health: 'Healthy',
  build: 'Same build',
  'read-write': 'Reads, writes',
  replication: 'One writable',
  capacity: '5 % first',
  'way-back': 'Way back',
}
