import { Link } from 'wouter'
import type { IncidentLine } from '../../incident/line.ts'
import { howLong, since } from '../desk/clock.ts'
import { Icon } from '../parts/icon.tsx'
import css from './home.module.css'
import { AlertPath } from './ready-card.tsx'
import { usePutOut, useReadiness } from './use-home.ts'

/** Nothing burns: since when, what the last one came to, and whether we would hear of the next. */
export function Quiet({ now }: { now: Date }) {
  const [over, ready] = [usePutOut().data, useReadiness().data]
  const last = over?.incidents[0]
  return (
    <div className={css.quiet}>
      <Icon name="mark" />
      <h1>Nothing burns</h1>
      <p className="soft">
        {last && <LastOne last={last} now={now} />}
        {over?.incidents.length === 0 && (
          <>
            Nothing has arrived yet. <Link href="/first-run">Send a first alert</Link>
          </>
        )}
      </p>
      {ready && (
        <ul className={css.ready}>
          <AlertPath path={ready.path} />
        </ul>
      )}
    </div>
  )
}

function LastOne({ last, now }: { last: IncidentLine; now: Date }) {
  const { number, openedAt, resolvedAt, written } = last
  return (
    <>
      {resolvedAt && `Quiet for ${since(resolvedAt, now)}. `}The last one was{' '}
      <Link href={`/incidents/INC-${number}`}>INC-{number}</Link>
      {resolvedAt && `, ${howLong(Date.parse(resolvedAt) - Date.parse(openedAt))}`}
      {written?.state === 'accepted' && ', and it has a runbook page now'}.
    </>
  )
}
