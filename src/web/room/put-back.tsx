import type { ReactNode } from 'react'
import { type Change, named } from '../../incident/incident.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Copyable } from '../parts/copyable.tsx'

/** The one line that puts back what protected a change, as it is typed on the host of Fireline; and who did. */
export function PutBack({ change }: { change: Change }): ReactNode {
  const { is } = useRoom()
  const copy = change.backup === undefined ? undefined : named(is.backups, change.backup)
  if (copy?.state !== 'verified' || copy.restore === undefined) return null
  if (copy.expired) return <p className="note">Its copy was gone for good at {clockTime(copy.expired.at)}.</p>
  return (
    <>
      <p className="small">{copy.driver === 'rows' ? 'Its rows go' : 'What it touched goes'} back by this line:</p>
      <Copyable text={copy.restore} says="Copy" />
      {copy.putBack?.map(({ by, at, into }) => (
        <p key={at} className="small">
          Put back by {by}, {clockTime(at)}, into <code>{into}</code>
        </p>
      ))}
    </>
  )
}
