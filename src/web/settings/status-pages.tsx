import { useState } from 'react'
import { remove, write } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'
import { Copyable } from '../parts/copyable.tsx'
import { PlannedWorkPart } from './planned-work.tsx'
import css from './settings.module.css'
import { StatusPageForm, type StatusPageShown, statusPagesPath } from './status-page-form.tsx'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

/** What people outside may look at: parts of what we run, under names that they know. */
export function StatusPagesPart({ me }: { me: Me }) {
  const pages = useRead<{ pages: StatusPageShown[] }>(statusPagesPath).data?.pages
  const services = useRead<{ services: { slug: string; name: string }[] }>('/api/v1/services').data?.services
  const [open, setOpen] = useState<StatusPageShown | 'new'>()
  const maySet = me.role === 'admin'
  return (
    <>
      <p className="small soft">
        A page shows an incident once it was announced: by <i>Tell everyone</i>, or after ten minutes in which nobody
        had a sev1 or sev2. No word of an alert, a host or a person stands there.
      </p>
      {pages?.map(page => (
        <PageCard key={page.slug} page={page} maySet={maySet} onChange={() => setOpen(page)} />
      ))}
      {pages?.length === 0 && (
        <p className="empty">
          There is no page yet. Until then <a href="/status">/status</a> says whether something is announced, without
          parts.
        </p>
      )}
      {maySet && !open && (
        <p className={css.section}>
          <button type="button" className="btn primary" onClick={() => setOpen('new')}>
            Make a page
          </button>
        </p>
      )}
      {open && services && (
        <StatusPageForm
          key={open === 'new' ? '' : open.slug}
          page={open === 'new' ? undefined : open}
          services={services}
          onClose={() => setOpen(undefined)}
        />
      )}
      {services && <PlannedWorkPart services={services} mayAnnounce={me.role !== 'viewer'} />}
    </>
  )
}

interface PageCardProps {
  page: StatusPageShown
  maySet: boolean
  onChange(): void
}

function PageCard({ page, maySet, onChange }: PageCardProps) {
  const doing = useDoing()
  const [sure, setSure] = useState(false)
  const { slug, title, isPublic, url, components, stakeholderCount } = page
  const who = isPublic ? 'Read by anyone' : 'Read by who has this link, and by who is signed in'
  const hear = stakeholderCount === 1 ? '1 address hears of it' : `${stakeholderCount} addresses hear of it`
  return (
    <section className={`pane ${css.section}`} aria-label={title}>
      <b>{title}</b> <span className="note">{slug}</span>
      <p className="small soft">{components.map(one => one.name).join(' · ')}</p>
      <p className="note">
        {who}. {hear} by mail.
      </p>
      <Copyable text={url} says="Copy link" />
      <div className={css.inline}>
        <a className="btn" href={url}>
          Look at it<span className="visually-hidden">: {title}</span>
        </a>
        {maySet && (
          <button type="button" className="btn" onClick={onChange}>
            Change<span className="visually-hidden"> {title}</span>
          </button>
        )}
        {maySet && !isPublic && (
          <button
            type="button"
            className="btn quiet"
            disabled={doing.busy}
            onClick={() => void doing.run(() => write(`${statusPagesPath}/${slug}/new-link`, {}), statusPagesPath)}
          >
            Another link, end this one
          </button>
        )}
        {maySet && (
          <button
            type="button"
            className="btn quiet"
            disabled={doing.busy}
            onClick={() =>
              sure
                ? void doing.run(() => remove(`${statusPagesPath}/${encodeURIComponent(slug)}`), statusPagesPath)
                : setSure(true)
            }
          >
            {sure ? 'End it: nobody who asked there hears any more' : 'End this page…'}
          </button>
        )}
      </div>
      <Wrong error={doing.error} />
    </section>
  )
}
