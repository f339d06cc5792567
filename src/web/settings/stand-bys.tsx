import { useState } from 'react'
import { type ListedStandBy, provePath, standBysPath } from '../../api/stand-bys.ts'
import { put, remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { DryRun } from '../traffic/dry-run.tsx'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { withServices } from './with-services.ts'
import { Wrong } from './wrong.tsx'

/** A form that is open: of a new one, or of one that is set anew. */
interface Opened {
  driver: string
  slug?: string
}

/** A second place that can take a service's traffic, named and proven before the fire. How its proxy is reached goes in and never comes out. */
export function StandBysPart({ me }: { me: Me }) {
  const { data } = useRead<{ standBys: ListedStandBy[] }>(standBysPath)
  const forms = useForms()?.standBys ?? []
  const [open, setOpen] = useState<Opened>()
  const maySet = me.role === 'admin'
  const form = forms.find(one => one.kind === open?.driver)
  return (
    <>
      <p className="small soft">
        When users hurt and nothing helps, a stand-by is offered in the room. Prove it now: in the fire it is looked at
        again.
      </p>
      <ul className={css.rows} aria-label="Where traffic can go">
        {data?.standBys.map(one => (
          <StandByRow key={one.slug} one={one} maySet={maySet} onChange={() => setOpen(one)} />
        ))}
        {data?.standBys.length === 0 && <li>No stand-by is named yet.</li>}
      </ul>
      {maySet && (
        <div className="row wrap">
          {forms.map(one => (
            <button key={one.kind} type="button" className="btn" onClick={() => setOpen({ driver: one.kind })}>
              Add one behind {one.title}
            </button>
          ))}
        </div>
      )}
      {open && form && (
        <StandByForm key={`${open.driver} ${open.slug}`} open={open} form={form} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}

interface RowProps {
  one: ListedStandBy
  maySet: boolean
  onChange(): void
}

function StandByRow({ one, maySet, onChange }: RowProps) {
  const { slug, service, driver, offerAfterMinutes, provenAt, proof, cuts, persistent } = one
  const [isDry, setDry] = useState(false)
  const doing = useDoing()
  const now = useNow()
  return (
    <li>
      <div className={css.what}>
        <b>{slug}</b>
        <span className="note">
          for {service}, behind {driver}; offered after {offerAfterMinutes} min
        </span>
        <span className={proof && !provenAt ? 'need small' : 'small'} role="status">
          {doing.busy ? 'The proxy looks at it three times; no request goes there.' : provenText(one, now)}
        </span>
        <span className="note">
          {cuts && `A switch: ${cuts}. `}
          {persistent && keeps[persistent]}
        </span>
        {isDry && <DryRun standBy={slug} share={100} />}
        <Wrong error={doing.error} />
      </div>
      <div className="row wrap">
        {maySet && (
          <button
            type="button"
            className="btn"
            disabled={doing.busy}
            onClick={() => void doing.run(() => write(provePath(slug)), standBysPath)}
          >
            Prove {slug} now
          </button>
        )}
        <button type="button" className="btn" aria-expanded={isDry} onClick={() => setDry(!isDry)}>
          {isDry ? `Close the dry run of ${slug}` : `Dry run of ${slug}`}
        </button>
        {maySet && (
          <>
            <button type="button" className="btn" onClick={onChange}>
              Set {slug} anew
            </button>
            <button
              type="button"
              className="btn quiet"
              onClick={() => void doing.run(() => remove(`${standBysPath}/${slug}`), standBysPath)}
            >
              Forget {slug}
            </button>
          </>
        )}
      </div>
    </li>
  )
}

function provenText({ provenAt, proof }: ListedStandBy, now: Date): string {
  if (provenAt) return `Proven ${dayAndTime(provenAt, now)}${proof ? `: ${proof}` : ''}`
  return proof ? `Not proven: ${proof}` : 'Never proven.'
}

const keeps = {
  yes: 'A reload of the proxy keeps what was moved.',
  'after-paste': 'A reload of the proxy keeps what was moved only with a state file, or once its lines are pasted.',
  no: 'A reload of the proxy undoes what was moved.',
}

function StandByForm({ open, form, onClose }: { open: Opened; form: Form; onClose(): void }) {
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services
  const doing = useDoing()
  if (!services) return <p className="note">The services are being read.</p>
  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-stand-by">
      <h2 id="h-stand-by">{open.slug ? `Set ${open.slug} anew` : `Add a stand-by behind ${form.title}`}</h2>
      {open.slug && (
        <p className="small soft">What was set is not shown: say all of it again. It has to be proven anew.</p>
      )}
      <SchemaForm
        form={withServices(form, services)}
        verb="Keep it"
        onClose={onClose}
        onSave={async (settings, value) => {
          await put(`${standBysPath}/${encodeURIComponent(open.slug ?? value('slug').trim())}`, settings)
          await doing.run(async () => {}, standBysPath)
          onClose()
        }}
      >
        {!open.slug && (
          <label className="field">
            <span>Name</span>
            <input name="slug" required autoComplete="off" pattern="[a-z0-9][a-z0-9_\-]*" maxLength={63} />
            <small>Lower case letters, digits, - and _. The room calls it so.</small>
          </label>
        )}
      </SchemaForm>
    </section>
  )
}
