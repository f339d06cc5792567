import { useEffect, useMemo, useRef } from 'react'
import { entrySentence } from '../../incident/entry-sentence.ts'
import { clockTime } from '../desk/clock.ts'
import { Icon } from '../parts/icon.tsx'
import { Said } from '../parts/said.tsx'
import css from './replay.module.css'
import type { Story } from './use-story.ts'

/** Machines' own entries about the recording itself teach nobody. */
const unsaid = new Set(['RecordingAnchored'])

interface Told {
  story: Story
  /** So many entries had been made by now. */
  count: number
  /** What comes is not shown: whoever learns decides first. */
  hides: boolean
  onGo(at: number): void
}

/** The timeline as it was: what is told by now, and faint what comes. A press on an entry goes to its moment. */
export function ToldList({ story: { entries, is, nameOf, moments }, count, hides, onGo }: Told) {
  const list = useRef<HTMLOListElement>(null)
  const rows = useMemo(
    () =>
      entries.flatMap((entry, i) =>
        unsaid.has(entry.type) ? [] : [{ entry, sentence: entrySentence(entry, { is, nameOf }), at: moments[i] ?? 0 }],
      ),
    [entries, is, nameOf, moments],
  )
  const current = rows.findLast(row => row.entry.seq <= (entries[count - 1]?.seq ?? 0))?.entry.seq
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>(`[data-seq="${current}"]`)
    const box = list.current
    if (row && box) box.scrollTop = row.offsetTop - box.clientHeight / 2
  }, [current])
  const shown = hides ? rows.filter(row => row.entry.seq <= (current ?? 0)) : rows
  return (
    <section className={css.told} aria-labelledby="h-told" data-region="timeline" tabIndex={-1}>
      <h2 id="h-told">Timeline</h2>
      <ol ref={list} className="scroll">
        {shown.map(({ entry, sentence, at }) => (
          <li key={entry.id}>
            <button
              type="button"
              data-seq={entry.seq}
              aria-current={entry.seq === current ? 'step' : undefined}
              data-later={entry.seq > (current ?? 0)}
              data-weight={sentence.weight}
              onClick={() => onGo(at)}
            >
              <time dateTime={entry.at}>{clockTime(entry.at)}</time>
              <Icon name={sentence.icon} />
              <span>
                <Said pieces={sentence.says} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
