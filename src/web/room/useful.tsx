import { judgementOf, pageToJudge, usefuls, usefulWords } from '../../incident/judgement.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './board.module.css'

/** Once it is over: was it right to page me? One tap, changed by another; nobody is asked twice. */
export function WasUseful() {
  const room = useRoom()
  const { is, me, press } = room
  if (!pageToJudge(is, me.id)) return null
  const said = judgementOf(is, me.id)?.useful
  return (
    <section className="sec" aria-labelledby="h-useful">
      <div className="sec-head">
        <h2 id="h-useful">Was this page useful?</h2>
      </div>
      <div className={css.useful}>
        {usefuls.map(useful => (
          <button
            key={useful}
            type="button"
            className="btn"
            aria-pressed={said === useful}
            onClick={() => press({ label: usefulWords[useful], command: 'judge-page', body: { useful } })}
            {...heldBack(room, 'judge-page')}
          >
            {usefulWords[useful]}
          </button>
        ))}
      </div>
    </section>
  )
}
