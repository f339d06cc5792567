import { remove } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Session {
  id: string
  createdAt: string
  seenAt: string
  isThisOne: boolean
}

/** Where a person is signed in with a browser. */
export function Sessions({ person }: { person: string }) {
  const path = `/api/v1/people/${person}/sessions`
  const { data } = useRead<{ sessions: Session[] }>(path)
  const now = useNow()
  const doing = useDoing()
  return (
    <section className={css.section} aria-labelledby="h-sessions">
      <h2 id="h-sessions">My sessions</h2>
      <ul className={css.rows}>
        {data?.sessions.map(session => (
          <li key={session.id}>
            <div className={css.what}>
              <b>{session.isThisOne ? 'This browser' : 'Another browser'}</b>
              <span className="note">
                signed in {dayAndTime(session.createdAt, now)}, last seen {dayAndTime(session.seenAt, now)}
              </span>
            </div>
            {!session.isThisOne && (
              <button
                type="button"
                className="btn quiet"
                onClick={() => void doing.run(() => remove(`${path}/${session.id}`), path)}
              >
                Sign it out
                <span className="visually-hidden">: the browser of {dayAndTime(session.createdAt, now)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Wrong error={doing.error} />
    </section>
  )
}
