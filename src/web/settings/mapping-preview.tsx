import css from './settings.module.css'
import { useRead } from './use-forms.ts'
import type { Tried } from './use-mapping-try.ts'

/** The last body that arrived, and what the mapping makes of it. */
export function MappingPreview({ lastBodyPath, tried }: { lastBodyPath: string; tried?: Tried }) {
  const { data } = useRead<{ at: string | null; body: unknown }>(lastBodyPath)
  if (data?.at === null)
    return (
      <p className="note">Nothing has arrived with this key yet. Send something, and the mapping is shown on it.</p>
    )
  return (
    <>
      <details>
        <summary>The last body that arrived</summary>
        <pre className={css.body}>{JSON.stringify(data?.body, undefined, 2)}</pre>
      </details>
      <div role="status" className={css.tried}>
        <Reading tried={tried} />
      </div>
    </>
  )
}

const shownAtOnce = 5

function Reading({ tried }: { tried?: Tried }) {
  if (!tried) return <p className="note">Fill in a title, and what is read stands here.</p>
  if (tried.wrong)
    return (
      <p className="need small">
        {tried.wrong.field && `${tried.wrong.field}: `}
        {tried.wrong.message}
      </p>
    )
  const alerts = tried.alerts ?? []
  return (
    <>
      <p className="small">{alerts.length === 1 ? 'This is read:' : `${alerts.length} alerts are read:`}</p>
      <ul>
        {alerts.slice(0, shownAtOnce).map((alert, n) => (
          <li key={`${n} ${alert.fingerprint}`}>
            <b>{alert.title}</b>{' '}
            <span className="note">
              {alert.severity}, {alert.status}, identity {alert.fingerprint}
              {alert.link && `, ${alert.link}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
