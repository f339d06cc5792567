import type { ReactNode } from 'react'
import { exactTime, howLong, since } from '../desk/clock.ts'
import { tooOldId, useRoom } from '../desk/room-context.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { Icon } from '../parts/icon.tsx'
import css from './line-banner.module.css'

/** How true the picture is, said once and plainly: cut off, or Fireline itself cannot save. */
export function LineBanner({ lostAt, nextTryAt }: { lostAt?: Date; nextTryAt?: Date }) {
  const { tooOld, now, cannotSaveSince } = useRoom()
  if (!tooOld) return null
  if (!lostAt && cannotSaveSince) return <CannotSave since={cannotSaveSince} />
  if (!lostAt) return null
  const wait = nextTryAt ? Math.max(0, Math.round((nextTryAt.getTime() - now.getTime()) / 1_000)) : 0
  return (
    <div className={`banner ${css.line}`}>
      <Icon name="off" />
      <p>
        <b role="status">{navigator.onLine ? 'No connection to Fireline.' : 'You are offline.'}</b> This is{' '}
        {exactTime(lostAt)}, {since(lostAt.toISOString(), now)} ago.{' '}
        {wait > 0 ? `Trying again in ${wait} s.` : 'Trying.'} <Waits />
        <Held>{tooOld}</Held>
      </p>
      <button type="button" className="btn push" onClick={() => roomSocket.tryNow()}>
        Now
      </button>
    </div>
  )
}

/** Red: what is done now is seen by nobody later, unless somebody mends it. */
function CannotSave({ since }: { since: Date }) {
  const { now, tooOld, asOf } = useRoom()
  const at = asOf ?? since
  return (
    <div className={`banner is-need ${css.line}`}>
      <Icon name="alert" />
      <p>
        <b role="status">Fireline cannot save right now.</b> The terminal goes on.{' '}
        {asOf ? 'This is the last copy that it kept:' : 'This picture is'} {exactTime(at)},{' '}
        {howLong(now.getTime() - at.getTime())} old. <Waits />
        <Held>{tooOld}</Held>
      </p>
    </div>
  )
}

const Held = ({ children }: { children: ReactNode }) => <span id={tooOldId}>{children}</span>

function Waits() {
  const { unsent } = useRoom()
  const n = unsent.filter(one => !one.no).length
  if (n === 0) return null
  return (
    <>
      {n === 1
        ? '1 entry is kept here and will be saved once. '
        : `${n} entries are kept here and will be saved once. `}
    </>
  )
}
