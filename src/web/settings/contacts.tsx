import { useState } from 'react'
import { Link } from 'wouter'
import { put, write } from '../desk/client.ts'
import { ContactForm } from './contact-form.tsx'
import { type Form, fieldsOf } from './schema-fields.ts'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Contact {
  channel: string
  settings: Record<string, unknown>
  /** The fields that are kept and not shown. */
  secrets: string[]
  /** Whether a page over it wakes a sleeper, where the server says so; then it can be tried, too. */
  wakes?: string
  /** Said when its receiver knows it no more. */
  gone?: { says: string }
}

type Sent = Pick<Contact, 'channel' | 'settings'>

const asSent = ({ channel, settings }: Contact): Sent => ({ channel, settings })

/** How a person is reached, best channel first. Whatever channels the server has, their forms come from it. */
export function Contacts({ person }: { person: string }) {
  const path = `/api/v1/people/${person}/contacts`
  const { data, error } = useRead<{ contacts: Contact[]; wakes?: { trouble?: string }; needAccount?: string[] }>(path)
  const forms = useForms()
  const doing = useDoing()
  const [open, setOpen] = useState<string>()
  const contacts = data?.contacts ?? []
  const needAccount = data?.needAccount ?? []
  const save = (list: Sent[]) => put(path, { contacts: list })
  const change = (list: Sent[]) => doing.run(() => save(list), path)

  async function set(channel: string, settings: object) {
    const one = { channel, settings: settings as Sent['settings'] }
    const others = contacts.map(asSent)
    const isNew = !others.some(other => other.channel === channel)
    await save(isNew ? [...others, one] : others.map(other => (other.channel === channel ? one : other)))
    await doing.run(async () => {}, path)
    setOpen(undefined)
  }

  const form = forms?.channels.find(one => one.kind === open)
  const was = contacts.find(one => one.channel === open)
  return (
    <section className={css.section} aria-labelledby="h-reached">
      <h2 id="h-reached">How I am reached</h2>
      <p className="small soft">
        The first is tried first. Mail to your sign-in address comes last by itself, where mail can be sent.
      </p>
      {error && <p className="need small">{error.message}</p>}
      {contacts.length > 0 && (
        <ol className={css.rows}>
          {contacts.map((contact, n) => (
            <li key={contact.channel}>
              <div className={css.what}>
                <b>{contact.channel}</b>
                <span className="note">{inShort(contact, forms?.channels)}</span>
                {contact.gone && <span className="need small">{contact.gone.says}</span>}
              </div>
              {contact.wakes && !contact.gone && <Test person={person} channel={contact.channel} />}
              {n > 0 && (
                <button
                  type="button"
                  className="btn"
                  disabled={doing.busy}
                  onClick={() => void change(moved(contacts, n).map(asSent))}
                >
                  Try {contact.channel} earlier
                </button>
              )}
              <button type="button" className="btn" onClick={() => setOpen(contact.channel)}>
                Change {contact.channel}
              </button>
              <button
                type="button"
                className="btn quiet"
                disabled={doing.busy}
                onClick={() => void change(contacts.filter(one => one !== contact).map(asSent))}
              >
                Remove {contact.channel}
              </button>
            </li>
          ))}
        </ol>
      )}
      {data?.wakes?.trouble && <p className="need small">{data.wakes.trouble}</p>}
      {data && contacts.length === 0 && (
        <div className="stack">
          <Link className="btn primary big" href="/first-run#ring">
            Ring my phone: scan a code
          </Link>
          <p className="small soft">Or type it in here:</p>
        </div>
      )}
      <Wrong error={doing.error} />
      <div className="row wrap">
        {forms?.channels
          .filter(one => !contacts.some(({ channel }) => channel === one.kind) && !needAccount.includes(one.kind))
          .map(one => (
            <button key={one.kind} type="button" className="btn" onClick={() => setOpen(one.kind)}>
              Add {one.title}
            </button>
          ))}
      </div>
      {needAccount.length > 0 && (
        <p className="note">
          By {needAccount.join(', ')}, too, once an admin has set an account under Settings, Channels.
        </p>
      )}
      {form && (
        <ContactForm
          form={form}
          was={was}
          onSave={settings => set(form.kind, settings)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}

/** Rings this channel now. */
function Test({ person, channel }: { person: string; channel: string }) {
  const doing = useDoing()
  const [sent, setSent] = useState(false)
  const ring = () => write(`/api/v1/people/${person}/contacts/${channel}/test`)
  return (
    <>
      <button type="button" className="btn" disabled={doing.busy} onClick={() => void doing.run(ring).then(setSent)}>
        Page me as a test
      </button>
      <span className="note" role="status">
        {sent && 'On its way.'} {doing.error?.message}
      </span>
    </>
  )
}

/** What of it may be shown, on one line. */
function inShort({ channel, settings, secrets, wakes }: Contact, forms: readonly Form[] = []): string {
  const form = forms.find(one => one.kind === channel)
  const fields = form ? fieldsOf(form) : []
  const label = (name: string) => fields.find(field => field.name === name)?.label ?? name
  const shown = Object.values(settings).filter(value => typeof value === 'string' || typeof value === 'number')
  return [...(wakes ? [`wakes: ${wakes}`] : []), ...shown, ...secrets.map(name => `${label(name)} kept`)].join(' · ')
}

function moved(list: readonly Contact[], n: number): Contact[] {
  const one = list[n]
  return one ? [...list.slice(0, n - 1), one, ...list.slice(n - 1).filter(other => other !== one)] : [...list]
}
