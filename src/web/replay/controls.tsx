import { useRef } from 'react'
import { exactTime, howLong } from '../desk/clock.ts'
import { type Mark, snapped } from './marks.ts'
import css from './replay.module.css'
import { momentOn, onTrack, stepMs } from './track.ts'
import type { Clock } from './use-clock.ts'

const speeds = [1, 2, 4, 8, 16]

/** Of the track: a press so near to a mark means it. */
const nearMark = 0.006

interface Bar {
  clock: Clock
  from: number
  to: number
  marks: readonly Mark[]
  learns: boolean
  onLearn(learns: boolean): void
  onLink(): void
  onComment(): void
}

/** Play and pause, where in the night it is, how fast. */
export function Controls({ clock, from, to, marks, learns, onLearn, onLink, onComment }: Bar) {
  const { at, isPlaying } = clock
  const byPointer = useRef(false)
  const moved = (ms: number) => {
    const near = byPointer.current ? (to - from) * nearMark : 0
    clock.go(snapped(momentOn(ms, { from, to }), marks, near))
  }
  const { value, max } = onTrack(at, { from, to })
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
          max={max}
          step={stepMs}
          value={value}
          onPointerDown={() => (byPointer.current = true)}
          onPointerUp={() => (byPointer.current = false)}
          onChange={event => moved(Number(event.target.value))}
        />
        <div className={css.marks} aria-hidden="true">
          {marks.map((mark, i) => (
            <i
              key={`${mark.kind}${mark.at}${i}`}
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
      <button type="button" className="btn quiet" onClick={onComment} aria-keyshortcuts="C">
        Comment on this moment
      </button>
    </div>
  )
}
