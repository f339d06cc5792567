import { useState } from 'react'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { type HeartbeatShown, heartbeatWords, type ProbeShown, probeWords } from './check-words.ts'
import { NamedForm } from './named-form.tsx'
import { NamedRows } from './named-rows.tsx'
import type { Form } from './schema-fields.ts'
import css from './settings.module.css'
import { useForms, useRead } from './use-forms.ts'
import { withServices } from './with-services.ts'

const heartbeatsPath = '/api/v1/heartbeats'
const probesPath = '/api/v1/probes'

interface Open {
  path: string
  form: Form
  slug?: string
  settings: Record<string, unknown>
}

/** What has to be heard again and again, and what Fireline looks at by itself. */
export function ChecksPart({ me }: { me: Me }) {
  const heartbeats = useRead<{ heartbeats: HeartbeatShown[] }>(heartbeatsPath).data?.heartbeats
  const probes = useRead<{ probes: ProbeShown[] }>(probesPath).data?.probes
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services ?? []
  const forms = useForms()
  const now = useNow()
  const [open, setOpen] = useState<Open>()
  const maySet = me.role === 'admin'
  const begin = (path: string, form: Form | undefined, settings: object, slug?: string) => () =>
    form && setOpen({ path, form: withServices(form, services), slug, settings: { ...settings } })
  const probeForm = (kind: string) => forms?.probes.find(one => one.kind === kind)
  return (
    <>
      <h2 className={css.kind}>Heartbeats</h2>
      <p className="small soft">
        A job says that it did its work: <code>POST …/intake/key/heartbeat/name</code>. Silence is an alert.
      </p>
      <NamedRows
        label="Heartbeats"
        path={heartbeatsPath}
        none="Nothing has to be heard yet."
        maySet={maySet}
        rows={heartbeats?.map(one => ({
          slug: one.slug ?? one.id,
          title: one.title,
          isBad: one.state === 'late',
          ...heartbeatWords(one, now),
          ...(one.slug !== undefined && { onChange: begin(heartbeatsPath, forms?.heartbeat, one, one.slug) }),
        }))}
      />
      {maySet && (
        <button type="button" className="btn" onClick={begin(heartbeatsPath, forms?.heartbeat, { service: 'default' })}>
          Add a heartbeat
        </button>
      )}
      {open?.path === heartbeatsPath && <NamedForm {...open} onClose={() => setOpen(undefined)} />}
      <h2 className={css.kind}>Probes</h2>
      <p className="small soft">Fireline looks by itself, from where it runs. One failure is none.</p>
      <NamedRows
        label="Probes"
        path={probesPath}
        none="Nothing is looked at yet."
        maySet={maySet}
        rows={probes?.map(one => ({
          slug: one.slug,
          title: one.title,
          isBad: one.state === 'down',
          ...probeWords(one, now),
          onChange: begin(probesPath, probeForm(one.kind), one, one.slug),
        }))}
      />
      {maySet && (
        <div className="row wrap">
          {forms?.probes.map(form => (
            <button
              key={form.kind}
              type="button"
              className="btn"
              onClick={begin(probesPath, form, { service: 'default' })}
            >
              Add {form.title}
            </button>
          ))}
        </div>
      )}
      {open?.path === probesPath && <NamedForm {...open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
