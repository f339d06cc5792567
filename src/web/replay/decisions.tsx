import type { Worth } from '../../steps/document/worth-replaying.ts'
import { clockTime } from '../desk/clock.ts'
import css from './replay.module.css'

export interface Decision extends Worth {
  at: number
}

/** Where there is most to learn: a press goes to a moment before it. */
export function Decisions({ decisions, onGo }: { decisions: readonly Decision[]; onGo(decision: Decision): void }) {
  if (decisions.length === 0) return null
  return (
    <section className="sec" aria-labelledby="h-worth">
      <h2 id="h-worth">{decisions.length === 1 ? 'A decision' : `${decisions.length} decisions`} worth replaying</h2>
      <ul className={css.open}>
        {decisions.map(one => (
          <li key={one.seq}>
            <button type="button" className={css.worth} onClick={() => onGo(one)}>
              <time dateTime={new Date(one.at).toISOString()}>{clockTime(new Date(one.at).toISOString())}</time>{' '}
              {one.why}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The clock stands still before a decision: what would you do? Nothing is graded, nothing is kept. */
export function Stop({ decision, onShow }: { decision: Decision; onShow(): void }) {
  return (
    <aside className={css.stop} aria-label="A decision comes">
      <p>
        <b>{decision.asks}</b> A decision comes now. You see what the room saw.
      </p>
      <button type="button" className="btn primary" onClick={onShow}>
        Show what they did
      </button>
    </aside>
  )
}
