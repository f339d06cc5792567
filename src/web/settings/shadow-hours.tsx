import { Link } from 'wouter'
import { put } from '../desk/client.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const path = '/api/v1/me/shadow-hours'

interface Mine {
  counted: boolean
  minutes: number
  incidents: { incident: string; number: number; title: string; minutes: number }[]
}

/** How long I watched to learn: what is kept of it, who reads it, and how it ends. */
export function ShadowHours() {
  const mine = useRead<Mine>(path).data
  const { busy, error, run } = useDoing()
  if (!mine) return null
  return (
    <section className={css.section} aria-labelledby="h-shadow-hours">
      <h2 id="h-shadow-hours">Shadow hours{mine.minutes > 0 ? `: ${inWords(mine.minutes)}` : ''}</h2>
      <p className="small soft">
        While a shared terminal or a replay moves before your eyes and somebody else types, its minutes count here, by
        incident. How long is all that is kept, never what you looked at. You read it here, and responders read your sum
        in the load report. Switched off, what was counted is deleted.
      </p>
      {mine.incidents.length > 0 && (
        <ul className={css.rows} aria-label="What I watched">
          {mine.incidents.map(({ incident, number, title, minutes }) => (
            <li key={incident}>
              <Link className={css.what} href={`/incidents/INC-${number}/replay`}>
                INC-{number} {title}
              </Link>
              <span className="note">{inWords(minutes)}</span>
            </li>
          ))}
        </ul>
      )}
      <label className={css.switch}>
        <input
          type="checkbox"
          checked={mine.counted}
          disabled={busy}
          onChange={event => void run(() => put(path, { counted: event.target.checked }), path)}
        />
        Count mine
      </label>
      <Wrong error={error} />
    </section>
  )
}

const inWords = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
