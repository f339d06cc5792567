import { isAlone, type Shift } from '../../incident/incident.ts'
import { holdBack, takeBack } from '../../incident/next-traffic.ts'
import { noticeMs } from '../../steps/change/traffic-moved.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { useNow } from '../desk/use-now.ts'

/** Its seconds run down in front of who may stop it. */
export function GoingBack({ shift, announced }: { shift: Shift; announced: NonNullable<Shift['announced']> }) {
  const room = useRoom()
  const { is, me, press } = room
  const leftMs = Date.parse(announced.effectiveAt) - useNow(200).getTime()
  // A browser's clock may be wrong; it is never more than this.
  const left = Math.min(noticeMs / 1_000, Math.max(0, Math.ceil(leftMs / 1_000)))
  const mayHold = me.role !== 'viewer' && (is.lead === me.id || isAlone(is, me.id))
  return (
    <div className="banner is-need" role="alert">
      <p>
        <b>It goes back by itself{left > 0 ? '' : ' now'}</b>
        {/* Not read out again each second. */}
        <span aria-hidden="true">{left > 0 && ` in ${left} s`}</span>: {announced.why}
      </p>
      {mayHold ? (
        <div className="row wrap">
          {[holdBack(shift), takeBack(shift)].map(next => (
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
      ) : (
        <p className="small">Who leads may hold it.</p>
      )}
    </div>
  )
}
