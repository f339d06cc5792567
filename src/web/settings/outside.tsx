import { useState } from 'react'
import { remove, write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { Qr } from '../first-run/qr.tsx'
import { Copyable } from '../parts/copyable.tsx'
import { NamedForm } from './named-form.tsx'
import { NamedRows } from './named-rows.tsx'
import { OpensAfter } from './opens-after.tsx'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { withServices } from './with-services.ts'
import { Wrong } from './wrong.tsx'

interface ReportForm {
  id: string
  name: string
  service: string
  url: string
  qr: string
  opensAfter: number
}

interface Mailbox {
  slug: string
  service: string
  user: string
  host: string
  state: 'waiting' | 'read' | 'failing'
  checkedAt?: string
  readCount: number
  trouble?: string
}

const formsPath = '/api/v1/report-forms'
const boxesPath = '/api/v1/mailboxes'

/** Where people without an account say that something is wrong: forms with a link, and mailboxes. */
export function OutsidePart({ me }: { me: Me }) {
  const maySet = me.role === 'admin'
  return (
    <>
      <p className="small soft">
        What people outside report joins the open incident of its service as one piece of evidence that counts, or opens
        one. Who they are is seen by responders only.
      </p>
      <ReportForms maySet={maySet} />
      <Mailboxes maySet={maySet} />
    </>
  )
}

function ReportForms({ maySet }: { maySet: boolean }) {
  const reportForms = useRead<{ forms: ReportForm[] }>(formsPath).data?.forms
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services
  const forms = useForms()
  const doing = useDoing()
  return (
    <>
      <h2 className={css.kind}>Forms</h2>
      {reportForms?.map(one => (
        <section key={one.id} className={`pane ${css.section}`} aria-label={one.name}>
          <b>{one.name}</b> <span className="note">about {one.service}</span>
          <Copyable text={one.url} says="Copy link" />
          <Qr svg={one.qr} says={`the form ${one.name}`} />
          {maySet && <OpensAfter form={one} path={formsPath} />}
          {maySet && (
            <button
              type="button"
              className="btn quiet"
              disabled={doing.busy}
              onClick={() => void doing.run(() => remove(`/api/v1/integrations/${one.id}`), formsPath)}
            >
              End this link<span className="visually-hidden"> of {one.name}</span>
            </button>
          )}
        </section>
      ))}
      {reportForms?.length === 0 && <p className="empty">There is no form yet.</p>}
      <Wrong error={doing.error} />
      {maySet && forms && services && (
        <section className={`pane ${css.section}`} aria-labelledby="h-report">
          <h2 id="h-report">Make a form</h2>
          <SchemaForm
            form={withServices(forms.report, services)}
            verb="Make its link"
            settings={{ service: 'default' }}
            onSave={async body => {
              await write('/api/v1/integrations', body)
              await doing.run(async () => {}, formsPath)
            }}
          />
        </section>
      )}
    </>
  )
}

function Mailboxes({ maySet }: { maySet: boolean }) {
  const boxes = useRead<{ mailboxes: Mailbox[] }>(boxesPath).data?.mailboxes
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services ?? []
  const forms = useForms()
  const now = useNow()
  const [open, setOpen] = useState<Mailbox | 'new'>()
  const says = ({ state, checkedAt, readCount, trouble }: Mailbox) =>
    ({
      waiting: 'Not read yet',
      read: `Read ${dayAndTime(checkedAt ?? '', now)}, ${readCount} so far`,
      failing: `Cannot be read: ${trouble}`,
    })[state]
  return (
    <>
      <h2 className={css.kind}>Mailboxes</h2>
      <NamedRows
        label="Mailboxes"
        path={boxesPath}
        none="No mailbox is read yet."
        maySet={maySet}
        rows={boxes?.map(box => ({
          slug: box.slug,
          title: box.slug,
          says: says(box),
          isBad: box.state === 'failing',
          note: `${box.user} at ${box.host}, about ${box.service}`,
          onChange: () => setOpen(box),
        }))}
      />
      {maySet && (
        <button type="button" className="btn" onClick={() => setOpen('new')}>
          Add a mailbox
        </button>
      )}
      {open && forms && (
        <NamedForm
          path={boxesPath}
          form={withServices(forms.mailbox, services)}
          slug={open === 'new' ? undefined : open.slug}
          settings={open === 'new' ? { service: 'default' } : { ...open }}
          kept={open === 'new' ? [] : ['password']}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}
