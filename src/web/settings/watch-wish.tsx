import { put } from '../desk/client.ts'
import css from './settings.module.css'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const path = '/api/v1/me/watch-wish'

interface Wish {
  everything: boolean
  services: string[]
  teams: string[]
}

/** Who learns by watching is told when there is something to watch; nobody is paged for it. */
export function WatchWish() {
  const wish = useRead<Wish>(path).data
  const services = useRead<{ services: { slug: string; name: string; team: string }[] }>('/api/v1/services').data
  const { busy, error, run } = useDoing()
  if (!wish || !services) return null
  const keep = (more: Partial<Wish>) => void run(() => put(path, { ...wish, ...more }), path)
  const teams = [...new Set(services.services.map(one => one.team))]
  const box = (says: string, checked: boolean, next: () => Partial<Wish>, isMoot = false) => (
    <label key={says} className={css.switch}>
      <input type="checkbox" checked={checked} disabled={busy || isMoot} onChange={() => keep(next())} />
      {says}
    </label>
  )
  return (
    <section className={css.section} aria-labelledby="h-watch">
      <h2 id="h-watch">Tell me when there is something to watch</h2>
      <p className="small soft">
        When a terminal is shown live you get one quiet message with the link, by mail if you have an address here. It
        never pages, keeps your quiet hours, and comes once an incident; when much burns, once for all of it.
      </p>
      {box('Of everything', wish.everything, () => ({ everything: !wish.everything }))}
      {teams.length > 1 && (
        <fieldset className={css.names}>
          <legend>Of a team</legend>
          {teams.map(team =>
            box(team, wish.teams.includes(team), () => ({ teams: toggled(wish.teams, team) }), wish.everything),
          )}
        </fieldset>
      )}
      {services.services.length > 1 && (
        <fieldset className={css.names}>
          <legend>Of a service</legend>
          {services.services.map(({ slug, name }) =>
            box(
              name,
              wish.services.includes(slug),
              () => ({ services: toggled(wish.services, slug) }),
              wish.everything,
            ),
          )}
        </fieldset>
      )}
      <Wrong error={error} />
    </section>
  )
}

const toggled = (list: readonly string[], one: string): string[] =>
  list.includes(one) ? list.filter(other => other !== one) : [...list, one]
