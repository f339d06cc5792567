import { useDeferredValue, useMemo, useState } from 'react'
import { exactTime } from '../desk/clock.ts'
import { findIn, printedLines } from './find.ts'
import type { Recorded } from './moments.ts'
import css from './replay.module.css'

/** Finds words in what a terminal printed; a press goes to when it did. */
export function FindBox({ shown, onGo }: { shown: Recorded; onGo(at: number): void }) {
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words)
  const lines = useMemo(() => (wanted ? printedLines(shown) : []), [shown, wanted])
  const found = useMemo(() => findIn(lines, wanted), [lines, wanted])
  return (
    <section className="sec" aria-label="Find in the recording">
      <input
        type="search"
        aria-label="Find in what the terminal printed"
        placeholder="Find in what the terminal printed"
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      {wanted.trim().length > 1 && (
        <ul className={css.found} aria-label="Found">
          {found.length === 0 && <li className="note">Not printed.</li>}
          {found.map((one, i) => (
            <li key={`${one.at}${i}`}>
              <button type="button" onClick={() => onGo(one.at)}>
                <time>{exactTime(new Date(one.at))}</time> <code className="clip">{one.line}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
