import type { FormEvent } from 'react'
import { put } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import css from './settings.module.css'
import { useDoing } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

export const statusPagesPath = '/api/v1/status-pages'

export interface StatusPageShown {
  slug: string
  title: string
  isPublic: boolean
  zone: string
  components: { service: string; name: string }[]
  url: string
  stakeholderCount: number
}

interface StatusPageFormProps {
  /** None: a new one. */
  page?: StatusPageShown
  services: readonly { slug: string; name: string }[]
  onClose(): void
}

/** Each service gets the name that its readers use, or none and is not shown. */
export function StatusPageForm({ page, services, onClose }: StatusPageFormProps) {
  const doing = useDoing()
  const named = new Map(page?.components.map(one => [one.service, one.name]))

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const slug = page?.slug ?? value('slug').trim()
    const components = inOrder(page, services)
      .map(({ slug: service }) => ({ service, name: value(`part ${service}`).trim() }))
      .filter(one => one.name !== '')
    const body = { title: value('title'), isPublic: value('isPublic') === 'yes', zone: value('zone'), components }
    if (await doing.run(() => put(`${statusPagesPath}/${encodeURIComponent(slug)}`, body), statusPagesPath)) onClose()
  }

  return (
    <section className={`pane ${css.section}`} aria-labelledby="h-status-page">
      <h2 id="h-status-page">{page ? `Change ${page.title}` : 'A new status page'}</h2>
      <form className="stack" onSubmit={event => void save(event)}>
        <label className="field">
          <span>Title</span>
          <input name="title" required maxLength={100} defaultValue={page?.title} autoComplete="off" />
          <small>Whose page it is, for example Lindholm Shop</small>
        </label>
        {!page && (
          <label className="field">
            <span>Name in its address</span>
            <input name="slug" required autoComplete="off" pattern="[a-z0-9][a-z0-9._\-]*" maxLength={100} />
            <small>Small letters, digits, dots and dashes: /status/shop</small>
          </label>
        )}
        <label className="field">
          <span>Who reads it</span>
          <select name="isPublic" defaultValue={page?.isPublic === false ? 'no' : 'yes'}>
            <option value="yes">Anyone</option>
            <option value="no">Who has its link</option>
          </select>
        </label>
        <label className="field">
          <span>Time zone</span>
          <input name="zone" required defaultValue={page?.zone ?? myZone()} autoComplete="off" spellCheck={false} />
        </label>
        <fieldset className={css.names}>
          <legend>Parts, in the words of who reads it. What has no name is not shown.</legend>
          {inOrder(page, services).map(({ slug, name }) => (
            <label key={slug} className="field">
              <span>{name}</span>
              <input name={`part ${slug}`} maxLength={100} defaultValue={named.get(slug)} autoComplete="off" />
            </label>
          ))}
        </fieldset>
        <Wrong error={doing.error} />
        <div className="row">
          <button className="btn primary big" disabled={doing.busy}>
            Keep it
          </button>
          <button type="button" className="btn quiet big" onClick={onClose}>
            Back
          </button>
        </div>
      </form>
    </section>
  )
}

/** The parts that are there keep their order; the others follow. */
function inOrder(page: StatusPageShown | undefined, services: StatusPageFormProps['services']) {
  const place = (slug: string) => page?.components.findIndex(one => one.service === slug) ?? -1
  const rank = (slug: string) => (place(slug) < 0 ? services.length : place(slug))
  return [...services].sort((a, b) => rank(a.slug) - rank(b.slug))
}

const myZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
