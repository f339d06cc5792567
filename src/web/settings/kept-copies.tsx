import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import css from './settings.module.css'
import { useRead } from './use-forms.ts'

interface Copy {
  id: string
  incident: string | null
  driver: string
  level: string
  covers: string[]
  bytes: number
  takenAt: string
  expiresAt: string | null
}

/** Copies that lie there sealed and can be put back, the newest first, each with its end. */
export function KeptCopies() {
  const { data } = useRead<{ copies: Copy[] }>('/api/v1/copies')
  const now = useNow()
  if (!data || data.copies.length === 0) return null
  return (
    <section aria-labelledby="h-copies">
      <h2 id="h-copies">Copies that can be put back</h2>
      <ul className={css.rows}>
        {data.copies.map(copy => (
          <li key={copy.id}>
            <div className={css.what}>
              <b>
                {copy.covers.join(', ')} <span className="tag">{copy.level}</span>
              </b>
              <span className="note">
                taken {dayAndTime(copy.takenAt, now)} by {copy.driver}, {sizeSays(copy.bytes)}; {keptSays(copy, now)}
              </span>
              <code className="small">
                fireline put-back {copy.id}
                {/^(pg|my):/.test(copy.covers[0] ?? '') && ' --into <url>'}
              </code>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function keptSays({ incident, expiresAt }: Copy, now: Date): string {
  if (expiresAt) return `kept until ${dayAndTime(expiresAt, now)}, then its key goes first`
  return incident ? 'kept while its incident is open' : 'rehearsed, kept until the next one is proven'
}

const sizeSays = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6).toLocaleString('en')} MB`
