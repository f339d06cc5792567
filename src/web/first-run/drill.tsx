import { Copyable } from '../parts/copyable.tsx'
import css from './drill-button.module.css'
import { DrillButton } from './drill-button.tsx'

/** A fire that is not real, before one is. */
export function Drill() {
  return (
    <section className="pane stack" aria-labelledby="h-drill">
      <h2 id="h-drill">Put out a fire that is not real, before one is</h2>
      <p className="small soft">
        A small shop starts on the machine of this server, with a proxy, two web servers and a database. Then it breaks.
        You take it from the first alert to the runbook page; nothing outside its own folder is touched, and everything
        says that it is a drill.
      </p>
      <DrillButton />
      <details className={css.more}>
        <summary>Or in a terminal, with a Fireline of its own</summary>
        <Copyable text="npx fireline drill bad-deploy" says="Copy line" />
      </details>
    </section>
  )
}
