import { useMemo } from 'react'
import { clockTime } from '../desk/clock.ts'
import { Icon } from '../parts/icon.tsx'
import { type Mark, recordedMarks } from './marks.ts'
import type { Recorded } from './moments.ts'
import css from './replay.module.css'

const icons = { keyboard: 'key', command: 'term', entry: 'eye', missing: 'rec' } as const
type Listed = Mark & { kind: keyof typeof icons }

/** What is marked in this recording: a press goes there. */
export function MarkList({ shown, until, onGo }: { shown: Recorded; until: number; onGo(at: number): void }) {
  const marks = useMemo(() => recordedMarks(shown) as Listed[], [shown])
  const told = marks.filter(mark => mark.at <= until)
  if (told.length === 0) return null
  return (
    <details className="sec">
      <summary>
        {told.length === 1 ? 'One place is' : `${told.length} places are`} marked on {shown.terminal.host}
      </summary>
      <ul className={css.found} aria-label="Marked in the recording">
        {told.map((mark, i) => (
          <li key={`${mark.at}${i}`}>
            <button type="button" onClick={() => onGo(mark.at)}>
              <time>{clockTime(new Date(mark.at).toISOString())}</time> <Icon name={icons[mark.kind]} />
              <span className="clip">{mark.says}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
