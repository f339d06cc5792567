import { useEffect, useMemo, useRef } from 'react'
import { Icon } from '../parts/icon.tsx'
import { screenNear } from './kept-screens.ts'
import type { Recorded } from './moments.ts'
import { openPlayer, type Player } from './player.ts'
import css from './replay.module.css'

interface Shown {
  recorded: readonly Recorded[]
  shown: Recorded
  at: number
  nameOf(person: string): string
  onChoose(terminal: string): void
}

/** A shared terminal as everybody saw it at that moment. */
export function Screen({ recorded, shown, at, nameOf, onChoose }: Shown) {
  const box = useRef<HTMLDivElement>(null)
  const player = useRef<Player>(undefined)
  const { terminal, cast, startMs } = shown
  useEffect(() => {
    if (!box.current) return undefined
    player.current = openPlayer(box.current, cast, byte => screenNear(terminal.recording, byte))
    return () => player.current?.close()
  }, [cast, terminal.recording])
  useEffect(() => player.current?.showAt(at - startMs), [at, startMs])
  const missing = useMemo(() => cast.events.filter(event => event.kind === 'missing'), [cast])
  const unrecorded = missing.findLast(one => startMs + one.ms <= at)
  const state = at < startMs ? 'not shared yet' : at > startMs + cast.lastsMs ? 'ended' : `${nameOf(terminal.person)}'s`
  return (
    <section className={css.screen} aria-label={`Terminal on ${terminal.host}`} data-region="terminal" tabIndex={-1}>
      <div className={css.head}>
        <Icon name="term" />
        {recorded.length > 1 ? (
          <span className={css.hosts}>
            {recorded.map(one => (
              <button
                key={one.terminal.id}
                type="button"
                aria-pressed={one === shown}
                onClick={() => onChoose(one.terminal.id)}
              >
                {one.terminal.host}, {nameOf(one.terminal.person)}
              </button>
            ))}
          </span>
        ) : (
          <b>{terminal.host}</b>
        )}
        <span className={css.faint}>{state}</span>
        {unrecorded && (
          <span className={css.need}>
            UNRECORDED before this: {unrecorded.bytes.toLocaleString()} {unrecorded.bytes === 1 ? 'byte' : 'bytes'}
          </span>
        )}
        <a className={css.file} href={`/api/v1/recordings/${terminal.recording}.cast`} download>
          The recording
        </a>
      </div>
      <div ref={box} className={css.box} data-before={at < startMs} />
    </section>
  )
}
