import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './board.module.css'

/** Who was called and told, and what became of it. */
export function Told() {
  const { is, nameOf } = useRoom()
  const unreached = is.calls.filter(call => call.state === 'failed')
  return (
    <section className="sec" aria-labelledby="h-told">
      <div className="sec-head">
        <h2 id="h-told">Told</h2>
        {unreached.length > 0 && <span className="tag is-need">{unreached.length} not reached</span>}
      </div>
      {is.calls.length === 0 && !is.stakeholdersToldAt && <p className="empty">Nobody was called.</p>}
      <ul className={css.told}>
        {is.calls.toReversed().map(call => (
          <li key={call.id}>
            <span className="clip">
              {nameOf(call.person)}, {call.channel}
            </span>
            <span className={`note ${call.state === 'failed' ? 'need' : ''}`} title={call.answer}>
              {call.state}, {clockTime(call.at)}
            </span>
          </li>
        ))}
      </ul>
      {is.stakeholdersToldAt && (
        <p className="note row">
          <Icon name="horn" /> Everyone who must know was told at {clockTime(is.stakeholdersToldAt)}
        </p>
      )}
    </section>
  )
}
