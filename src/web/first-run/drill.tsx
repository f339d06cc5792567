import { Copyable } from '../parts/copyable.tsx'

/** A fire that is not real, before one is. */
export function Drill() {
  return (
    <section className="pane stack" aria-labelledby="h-drill">
      <h2 id="h-drill">Put out a fire that is not real, before one is</h2>
      <p className="small soft">
        A small shop starts on this machine, with a proxy, two web servers and a database. Then it breaks. You take it
        from the first alert to the runbook page; nothing outside its own folder is touched.
      </p>
      <Copyable text="npx fireline drill" says="Copy line" />
    </section>
  )
}
