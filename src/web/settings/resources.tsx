import { useState } from 'react'
import { put, remove } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { KeptCopies } from './kept-copies.tsx'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Resource {
  slug: string
  kind: string
  updatedAt: string
  service: string | null
  everyHours: number | null
  keepHours: number | null
  budgetMinutes: number | null
}

interface Rehearsal {
  resource: string
  at: string
  outcome: string
  level: string | null
  why: string | null
  affords?: { says: string }
}

const path = '/api/v1/resources'
const namedAs = new Map([
  ['postgres', 'pg:shop'],
  ['mariadb', 'my:shop'],
  ['sqlite', 'lite:shop'],
])

/** What holds data and can be copied before it is changed. How to reach it goes in and never comes out. */
export function ResourcesPart({ me }: { me: Me }) {
  const { data } = useRead<{ resources: Resource[] }>(path)
  const rehearsed = useRead<{ rehearsals: Rehearsal[] }>('/api/v1/rehearsals').data?.rehearsals
  const forms = useForms()
  const now = useNow()
  const doing = useDoing()
  const [open, setOpen] = useState<{ kind: string; slug?: string }>()
  const maySet = me.role === 'admin'
  const form = forms?.resources.find(one => one.kind === open?.kind)
  return (
    <>
      <p className="small soft">
        A complex change waits for a fresh, proven copy of what it touches. Fireline reaches these by itself.
      </p>
      <ul className={css.rows} aria-label="What can be copied">
        {data?.resources.map(resource => (
          <li key={resource.slug}>
            <div className={css.what}>
              <b>{resource.slug}</b>
              <span className="note">
                {resource.kind}, set {dayAndTime(resource.updatedAt, now)}; how to reach it is kept and not shown
                {resource.service && `; of ${resource.service}`}
                {resource.everyHours && `; rehearsed every ${resource.everyHours} h`}
                {resource.keepHours !== null && `; a copy is kept for ${resource.keepHours} h after its incident`}
                {resource.budgetMinutes !== null && `; a proof may take ${resource.budgetMinutes} min`}
              </span>
              <LastRehearsal of={rehearsed?.find(one => one.resource === resource.slug)} now={now} />
            </div>
            {maySet && (
              <>
                <button type="button" className="btn" onClick={() => setOpen(resource)}>
                  Change {resource.slug}
                </button>
                <button
                  type="button"
                  className="btn quiet"
                  onClick={() => void doing.run(() => remove(`${path}/${resource.slug}`), path)}
                >
                  Forget {resource.slug}
                </button>
              </>
            )}
          </li>
        ))}
        {data?.resources.length === 0 && <li>Nothing is named yet; folders of this host need no name.</li>}
      </ul>
      <KeptCopies />
      <Wrong error={doing.error} />
      {maySet && (
        <div className="row wrap">
          {forms?.resources.map(one => (
            <button key={one.kind} type="button" className="btn" onClick={() => setOpen({ kind: one.kind })}>
              Add {one.title}
            </button>
          ))}
        </div>
      )}
      {open && form && (
        <section className={`pane ${css.section}`} aria-labelledby="h-resource">
          <h2 id="h-resource">{open.slug ? `Change ${open.slug}` : `Add ${form.title}`}</h2>
          <SchemaForm
            key={`${open.kind} ${open.slug}`}
            form={form}
            verb="Keep it"
            onClose={() => setOpen(undefined)}
            onSave={async (settings, value) => {
              await put(`${path}/${encodeURIComponent(open.slug ?? value('slug').trim())}`, settings)
              await doing.run(async () => {}, path)
              setOpen(undefined)
            }}
          >
            {!open.slug && (
              <label className="field">
                <span>Name</span>
                <input name="slug" required autoComplete="off" pattern="[a-z0-9][a-z0-9_\-]*" maxLength={63} />
                <small>
                  Lower case letters, digits, - and _. A change names it as {namedAs.get(open.kind) ?? 'dir:…'}
                </small>
              </label>
            )}
          </SchemaForm>
        </section>
      )}
    </>
  )
}

function LastRehearsal({ of, now }: { of: Rehearsal | undefined; now: Date }) {
  if (!of) return null
  const when = dayAndTime(of.at, now)
  return (
    <span className="note">
      {of.outcome === 'proven'
        ? `Rehearsed ${when}: ${of.affords?.says ?? of.level ?? ''}`
        : `Not proven ${when}: ${of.why ?? ''}`}
    </span>
  )
}
