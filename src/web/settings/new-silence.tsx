import { type FormEvent, useState } from 'react'
import { useSearch } from 'wouter'
import { write } from '../desk/client.ts'
import { given } from '../parts/given.ts'
import { type Matcher, Matchers } from './matchers.tsx'
import css from './quiet.module.css'
import settings from './settings.module.css'
import { until } from './silence-times.ts'
import { silencesPath } from './silences-path.ts'
import { useDoing, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const ends: [value: string, says: string][] = [
  ['1', 'in an hour'],
  ['4', 'in 4 hours'],
  ['24', 'in a day'],
  ['168', 'in 7 days'],
  ['720', 'in 30 days'],
  ['at', 'at a time …'],
]

/** A new one; a link from an alert or an incident fills it in. */
export function NewSilence() {
  const about = new URLSearchParams(useSearch())
  const services = useRead<{ services: { slug: string }[] }>('/api/v1/services').data?.services
  const [matchers, setMatchers] = useState<Matcher[]>(() => prefilled(about))
  const [kind, setKind] = useState('silence')
  const [end, setEnd] = useState('4')
  const [saved, setSaved] = useState(false)
  const { busy, error, run } = useDoing()
  if (!services) return null

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const value = given(form)
    const body = {
      kind,
      ...(value('service') && { service: value('service') }),
      matchers,
      reason: value('reason'),
      ...(kind === 'maintenance' && value('startsAt') && { startsAt: until('at', value('startsAt'), new Date()) }),
      endsAt: until(end, value('endsAt'), new Date()),
    }
    if (!(await run(() => write(silencesPath, body), silencesPath))) return setSaved(false)
    form.reset()
    setMatchers([])
    setSaved(true)
  }

  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-new-silence">
      <h2 id="h-new-silence">A new silence</h2>
      <form className="stack" onSubmit={event => void save(event)}>
        <div className={css.fits}>
          <label className="field">
            <span>What it is</span>
            <select value={kind} onChange={event => setKind(event.target.value)}>
              <option value="silence">A silence, from now on</option>
              <option value="maintenance">A maintenance window</option>
            </select>
          </label>
          <label className="field">
            <span>Service</span>
            <select name="service" defaultValue={about.get('service') ?? ''}>
              <option value="">any</option>
              {services.map(({ slug }) => (
                <option key={slug}>{slug}</option>
              ))}
            </select>
          </label>
        </div>
        <Matchers says="Labels; all must hold" matchers={matchers} onChange={setMatchers} />
        <label className="field">
          <span>Why</span>
          <input name="reason" required maxLength={1_000} autoComplete="off" />
        </label>
        <div className={css.fits}>
          {kind === 'maintenance' && (
            <label className="field">
              <span>From</span>
              <input name="startsAt" type="datetime-local" />
              <small>Empty: from now on</small>
            </label>
          )}
          <label className="field">
            <span>It ends</span>
            <select value={end} onChange={event => setEnd(event.target.value)}>
              {ends.map(([value, says]) => (
                <option key={value} value={value}>
                  {says}
                </option>
              ))}
            </select>
          </label>
          {end === 'at' && (
            <label className="field">
              <span>Until</span>
              <input name="endsAt" type="datetime-local" required />
            </label>
          )}
        </div>
        <Wrong error={error} />
        {saved && <p role="status">It is quiet now. The list above says until when.</p>}
        <div className="row">
          <button className="btn primary big" disabled={busy}>
            Silence it
          </button>
        </div>
      </form>
    </section>
  )
}

function prefilled(about: URLSearchParams): Matcher[] {
  const name = about.get('alertname')
  return name ? [{ name: 'alertname', op: '=', value: name }] : []
}
