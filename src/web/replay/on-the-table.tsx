import type { Incident } from '../../incident/incident.ts'
import css from './replay.module.css'
import type { Story } from './use-story.ts'

/** What was on the table then: suggestions and objections without an answer, and the newest change. */
export function OnTheTable({ is, nameOf }: { is: Incident; nameOf: Story['nameOf'] }) {
  const suggested = is.suggestions.filter(one => one.state === 'open')
  const objected = is.objections.filter(one => one.state === 'open')
  const change = is.changes.at(-1)
  if (suggested.length === 0 && objected.length === 0 && !change) return null
  return (
    <section className="sec" aria-labelledby="h-open">
      <h2 id="h-open">On the table</h2>
      <ul className={css.open}>
        {suggested.map(one => (
          <li key={one.id}>
            <span className="ref">{one.ref}</span> {one.text}
          </li>
        ))}
        {objected.map(one => (
          <li key={one.id} className="need">
            <span className="ref">{one.ref}</span> {nameOf(one.by)} objects: {one.reason}
          </li>
        ))}
        {change && (
          <li>
            <span className="ref">{change.ref}</span> {change.what} <span className="note">{change.state}</span>
          </li>
        )}
      </ul>
    </section>
  )
}
