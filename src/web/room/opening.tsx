import { Icon } from '../parts/icon.tsx'
import css from './opening.module.css'

/** The room before its first entry is read: its shape, and what it waits for. Nothing moves. */
export function Opening({ reading, lostAt, trouble }: { reading?: number; lostAt?: Date; trouble?: string }) {
  if (trouble)
    return (
      <main className="page">
        <h1>This incident cannot be shown</h1>
        <p className="soft">{trouble}</p>
        <a href="/">All incidents</a>
      </main>
    )
  return (
    <>
      <header className="bar">
        <a className="mark" href="/" aria-label="Fireline, all incidents">
          <Icon name="mark" />
        </a>
        <h1 className={css.title}>Opening the room</h1>
      </header>
      {lostAt && (
        <p className="banner" role="status">
          <Icon name="off" /> Fireline does not answer. It is asked again until it does.
        </p>
      )}
      <main className={css.shape} aria-busy="true">
        {['Timeline', 'Now', 'Board'].map(part => (
          <section key={part} className="sec">
            <div className="sec-head">
              <h2>{part}</h2>
              {part === 'Timeline' && <span className="push note">{readingSays(reading)}</span>}
            </div>
            {bones.map(width => (
              <span key={width} className={css.bone} style={{ width }} />
            ))}
          </section>
        ))}
      </main>
    </>
  )
}

const bones = ['82%', '64%', '74%', '48%']

const readingSays = (n: number | undefined): string =>
  n === undefined ? 'reading' : `reading ${n} ${n === 1 ? 'entry' : 'entries'}`
