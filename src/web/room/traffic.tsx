import type { ReactNode } from 'react'
import type { Shift } from '../../incident/incident.ts'
import { takeBack } from '../../incident/next-traffic.ts'
import { shareWords } from '../../incident/traffic-words.ts'
import { waysOn } from '../../steps/change/traffic-ways.ts'
import { clockTime } from '../desk/clock.ts'
import { heldBack, thing, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { capital } from '../traffic/dry-run.tsx'
import css from '../traffic/traffic.module.css'
import { useStandBys } from '../traffic/use-stand-bys.ts'
import { GoingBack } from './going-back.tsx'
import { TrafficChecks } from './traffic-checks.tsx'

/** Traffic that was moved, and its way back; the newest first, what is over in one line. */
export function Traffic(): ReactNode {
  const { is } = useRoom()
  const [newest, ...before] = is.shifts?.toReversed() ?? []
  if (!newest) return null
  return (
    <section aria-label="Traffic">
      <ShiftCard shift={newest} />
      {before.map(shift => (
        <p key={shift.id} className="small">
          <span className="ref">{shift.ref}</span> to {shift.standBy}: {shift.state}
          {shift.why && `, ${shift.why}`}
        </p>
      ))}
    </section>
  )
}

function ShiftCard({ shift }: { shift: Shift }) {
  const room = useRoom()
  const { ref, standBy, state, share, by, at, held, announced, despite, fenced } = shift
  const isLive = state === 'moving' || state === 'moved'
  return (
    <div className={css.shift} {...thing(room, ref)}>
      <p className="row wrap">
        <span className="ref">{ref}</span>
        <b>
          {shareWords(share)} to {standBy}
        </b>
        <span className={state === 'failed' || announced ? 'tag is-need' : 'tag'}>
          {announced ? 'going back' : state}
        </span>
        <span className="note">
          {by}, {clockTime(at)}
        </span>
      </p>
      <Ended shift={shift} />
      <Share shift={shift} />
      {announced && !announced.asked && <GoingBack shift={shift} announced={announced} />}
      {announced?.asked && <p className="small">It is being taken back: {announced.why}</p>}
      {despite && <p className="small">It goes although a look fails: {despite}</p>}
      {fenced && <p className="small">The old database is off: {fenced}</p>}
      {held && isLive && (
        <p className="small">
          <Icon name="stop" /> {held.by} holds the way back since {clockTime(held.at)}: {held.reason}
        </p>
      )}
      <TrafficChecks checks={shift.checks} isMoving={state === 'moving'} />
      {isLive && <Cuts standBy={standBy} />}
      {shift.paste && isLive && (
        <details className={css.fold}>
          <summary>A reload of the proxy forgets it, unless this is pasted</summary>
          <code className="cmd">{shift.paste}</code>
        </details>
      )}
      {!announced && state !== 'reverted' && <Buttons shift={shift} />}
      {shift.wayBack.length > 0 && (
        <details className={css.fold}>
          <summary>The way back, made before the first step</summary>
          <code className="cmd">{shift.wayBack.join('\n')}</code>
        </details>
      )}
    </div>
  )
}

/** What the proxy counted, never what was set. */
function Share({ shift: { observed, share, standBy, state } }: { shift: Shift }) {
  const isLive = state === 'moving' || state === 'moved'
  if (!observed && !isLive) return <p className="small">Nothing of the traffic is on {standBy}.</p>
  if (!observed) return <p className="note">Nothing of the traffic is there yet.</p>
  const isCanary = state === 'moving' && observed < share
  return (
    <div className={css.share}>
      <p className="small">
        {shareWords(observed)} of the traffic{' '}
        {isLive ? `is on ${standBy}, as the proxy says` : `was on ${standBy}, as the proxy said last`}
        {isCanary && `; ${shareWords(share)} when that goes well`}.
      </p>
      <div className={css.bar} aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.max(0, observed))}%` }} />
      </div>
    </div>
  )
}

function Ended({ shift: { state, how, why, endedAt } }: { shift: Shift }) {
  const when = endedAt ? ` at ${clockTime(endedAt)}` : ''
  if (state === 'failed')
    return (
      <p className="need small">
        It failed{when}: {why ?? 'nobody knows why'}
      </p>
    )
  if (state !== 'reverted') return null
  return (
    <p className="small">
      Taken back {how === 'automatic' ? 'by itself' : 'by hand'}
      {when}
      {why && `: ${why}`}
    </p>
  )
}

/** What a switch costs is the proxy's to promise. */
function Cuts({ standBy }: { standBy: string }) {
  const { is } = useRoom()
  const cuts = useStandBys(is.service)?.find(one => one.slug === standBy)?.cuts
  return cuts ? <p className="note">{capital(cuts)}.</p> : null
}

/** Back while it is there, or more of it; after a failed look, again or all the same. */
function Buttons({ shift }: { shift: Shift }) {
  const room = useRoom()
  const { is, me, press } = room
  const driver = useStandBys(is.service)?.find(one => one.slug === shift.standBy)?.driver
  if (me.role === 'viewer' || is.status === 'resolved') return null
  const others = driver ? waysOn(shift, driver).filter(one => one.command !== 'revert-traffic') : []
  const ways = shift.state === 'failed' ? others : [takeBack(shift), ...others]
  return (
    <div className="row wrap">
      {ways.map(next => (
        <button
          key={next.label}
          type="button"
          className="btn"
          onClick={() => press(next)}
          {...heldBack(room, next.command)}
        >
          {next.label}
        </button>
      ))}
    </div>
  )
}
