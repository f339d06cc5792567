import type { Remark } from '../../incident/incident.ts'
import { overWords } from '../../incident/remark.ts'
import { clockTime } from '../desk/clock.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './board.module.css'

const mostShown = 8

/** What was answered by mail or in a chat and nobody has taken up yet: one press makes a theory or a fact of it. */
export default function Replies() {
  const { is } = useRoom()
  const waiting = (is.remarks ?? []).filter(one => one.keptAs === undefined)
  if (waiting.length === 0) return null
  const older = waiting.length - mostShown
  return (
    <section className="sec" aria-labelledby="h-replies">
      <div className="sec-head">
        <h2 id="h-replies">Answered from elsewhere</h2>
      </div>
      {waiting.slice(-mostShown).map(one => (
        <ReplyCard key={one.id} remark={one} />
      ))}
      {older > 0 && <p className="note">{older} more stand on the timeline.</p>}
    </section>
  )
}

function ReplyCard({ remark }: { remark: Remark }) {
  const room = useRoom()
  const { id, text, from, over, person, at } = remark
  const keep = (label: string, as: 'hypothesis' | 'statement') => (
    <button
      type="button"
      className="btn"
      onClick={() => room.press({ label, command: 'keep-remark', body: { remark: id, as } })}
      {...heldBack(room, 'keep-remark')}
    >
      {label}
      <span className="visually-hidden"> of what {from} wrote</span>
    </button>
  )
  return (
    <div className={css.card}>
      <p className={css.said}>{text}</p>
      <p className="note">
        {from} {overWords(over)}, {clockTime(at)}
        {person === undefined && '. Nobody checked that it is them.'}
      </p>
      {room.me.role !== 'viewer' && (
        <div className="row wrap">
          {keep('Make it a theory', 'hypothesis')}
          {keep('Keep it as a fact', 'statement')}
        </div>
      )}
    </div>
  )
}
