import type { Worth } from '../../steps/document/worth-replaying.ts'
import { exactTime, howLong } from '../desk/clock.ts'
import css from './replay.module.css'
import type { Clock } from './use-clock.ts'

const speeds = [1, 2, 4, 8, 16]

interface Mark {
  at: number
  says: string
  kind: 'decision' | 'missing' | 'comment'
}

interface Bar {
  clock: Clock
  from: number
  to: number
  marks: readonly Mark[]
  learns: boolean
  onLearn(learns: boolean): void
  onLink(): void
}

/** Play and pause, where in the night it is, how fast. */
export function Controls({ clock, from, to, marks, learns, onLearn, onLink }: Bar) {
  const { at, isPlaying } = clock
  const place = (one: number) => `${to > from ? ((one - from) / (to - from)) * 100 : 0}%`
  return (
    <div className={css.controls}>
      <button
        type="button"
        className="btn primary"
        onClick={isPlaying ? clock.pause : clock.play}
        aria-keyshortcuts="Space"
      >
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <div className={css.track}>
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={exactTime(new Date(at))}
          min={0}
          max={Math.max(1, to - from)}
          step={500}
          value={at - from}
          onChange={event => clock.go(from + Number(event.target.value))}
        />
        <div className={css.marks} aria-hidden="true">
          {marks.map(mark => (
            <i
              key={`${mark.kind}${mark.at}`}
              data-kind={mark.kind}
              style={{ left: place(mark.at) }}
              title={mark.says}
            />
          ))}
        </div>
      </div>
      <p className={css.time}>
        <b>{exactTime(new Date(at))}</b> <span className="note">{howLong(at - from)} in</span>
      </p>
      <label className={css.field}>
        Speed
        <select value={clock.speed} onChange={event => clock.setSpeed(Number(event.target.value))}>
          {speeds.map(speed => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
      </label>
      <label className={css.field}>
        <input
          type="checkbox"
          checked={clock.cutsPauses}
          onChange={event => clock.setCutsPauses(event.target.checked)}
        />
        Cut pauses
      </label>
      <label className={css.field}>
        <input type="checkbox" checked={learns} onChange={event => onLearn(event.target.checked)} />
        Stop before decisions
      </label>
      <button type="button" className="btn quiet" onClick={onLink} aria-keyshortcuts="L">
        Copy link to this moment
      </button>
    </div>
  )
}

export const decisionMark = (worth: Worth, at: number): Mark => ({ at, says: worth.why, kind: 'decision' })
