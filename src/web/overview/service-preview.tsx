import { useState } from 'react'
import { type Severity, severities } from '../../incident/severity.ts'
import type { PreviewLine } from '../../steps/notify/preview.ts'
import { howLong } from '../desk/clock.ts'
import css from './service.module.css'
import { type PreviewShown, type ServiceShown, usePreview } from './use-service.ts'

/** How much is shown before the rest is asked for: a policy that goes around five times says the same five times. */
const mostLines = 8

/** "What would happen if this broke now?", before it does. */
export function IfItBroke({ service }: { service: Pick<ServiceShown, 'slug'> }) {
  const [severity, setSeverity] = useState<Severity>('sev2')
  const { data, error } = usePreview(service.slug, severity)
  return (
    <section className="pane" aria-labelledby="h-broke">
      <div className="sec-head wrap">
        <h2 id="h-broke">If it broke now</h2>
        <label className="push">
          <span className="visually-hidden">How bad</span>
          <select value={severity} onChange={event => setSeverity(event.target.value as Severity)}>
            {severities.map(one => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
      {error && <p className="need small">{error.message}</p>}
      {data && <Lines preview={data} />}
    </section>
  )
}

function Lines({ preview: { lines, goesOn, warnings } }: { preview: PreviewShown }) {
  const [first, rest] = [lines.slice(0, mostLines), lines.slice(mostLines)]
  return (
    <>
      <p className="small soft">Nobody is told anything by looking here. This is what follows while nobody answers:</p>
      <ol className={css.preview}>{first.map(lineOf)}</ol>
      {rest.length > 0 && (
        <details className={`small ${css.rest}`}>
          <summary>{rest.length} more</summary>
          <ol className={css.preview}>{rest.map(lineOf)}</ol>
        </details>
      )}
      {goesOn && <p className="small soft">{goesOn}</p>}
      {warnings.map(one => (
        <p key={one} className="small soft">
          {one}
        </p>
      ))}
    </>
  )
}

const lineOf = ({ atMs, says, trouble }: PreviewLine, n: number) => (
  <li key={n}>
    <span className="note">{atMs === 0 ? 'at once' : howLong(atMs)}</span>
    <span>
      {says}
      {trouble && <span className="need"> {trouble}</span>}
    </span>
  </li>
)
