import { useState } from 'react'
import { Link } from 'wouter'
import { calledByLabel } from '../../roster/contact-name.ts'
import { write } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { ContactForm } from './contact-form.tsx'
import { type Form, fieldsOf } from './schema-fields.ts'
import css from './settings.module.css'
import { asSent, type Contact, type Sent, useContacts, withOne } from './use-contacts.ts'
import { useDoing, useForms } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

/** How a person is reached, best contact first. Whatever channels the server has, their forms come from it. */
export function Contacts({ person }: { person: string }) {
  const { path, data, error, contacts, save } = useContacts(person)
  const forms = useForms()
  const doing = useDoing()
  const [open, setOpen] = useState<{ channel: string; id?: string }>()
  const needAccount = data?.needAccount ?? []
  const change = (list: Sent[]) => doing.run(() => save(list), path)

  async function set(one: Sent) {
    await save(withOne(contacts, one))
    await doing.run(async () => {}, path)
    setOpen(undefined)
  }

  const form = forms?.channels.find(one => one.kind === open?.channel)
  const was = contacts.find(one => one.id === open?.id)
  return (
    <section className={css.section} aria-labelledby="h-reached">
      <h2 id="h-reached">How I am reached</h2>
      <p className="small soft">
        The first is tried first, the next one when it does not answer. Mail to your sign-in address comes last by
        itself, where mail can be sent.
      </p>
      {error && <p className="need small">{error.message}</p>}
      {contacts.length > 0 && (
        <ol className={css.rows}>
          {contacts.map((contact, n) => (
            <Row
              key={contact.id}
              person={person}
              contact={contact}
              forms={forms?.channels}
              busy={doing.busy}
              onEarlier={n > 0 ? () => void change(moved(contacts, n).map(asSent)) : undefined}
              onChange={() => setOpen(contact)}
              onRemove={() => void change(contacts.filter(one => one !== contact).map(asSent))}
            />
          ))}
        </ol>
      )}
      {data?.wakes?.trouble && <p className="need small">{data.wakes.trouble}</p>}
      {data && (
        <div className="stack">
          <Link className={contacts.length === 0 ? 'btn primary big' : 'btn'} href="/first-run#ring">
            {contacts.length === 0 ? 'Ring my phone: scan a code' : 'Ring another phone: scan a code'}
          </Link>
          <p className="small soft">Or type it in here:</p>
        </div>
      )}
      <Wrong error={doing.error} />
      <div className="row wrap">
        {forms?.channels
          .filter(one => !needAccount.includes(one.kind))
          .map(one => (
            <button key={one.kind} type="button" className="btn" onClick={() => setOpen({ channel: one.kind })}>
              {contacts.some(({ channel }) => channel === one.kind) ? 'Add another' : 'Add'} {one.title}
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
          key={was?.id ?? form.kind}
          form={form}
          was={was}
          isOneMore={!was && contacts.some(({ channel }) => channel === form.kind)}
          onSave={(settings, label) =>
            set({ ...(was && { id: was.id }), channel: form.kind, label, settings: settings as Sent['settings'] })
          }
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  )
}

interface RowProps {
  person: string
  contact: Contact
  forms?: readonly Form[]
  busy: boolean
  /** Nothing for the first. */
  onEarlier?: () => void
  onChange(): void
  onRemove(): void
}

function Row({ person, contact, forms, busy, onEarlier, onChange, onRemove }: RowProps) {
  const name = calledByLabel(contact)
  const now = useNow(60_000)
  return (
    <li>
      <div className={css.what}>
        <b>{name}</b>
        <span className="note">{inShort(contact, now, forms)}</span>
        {contact.gone && <span className="need small">{contact.gone.says}</span>}
      </div>
      {contact.wakes && !contact.gone && <Test person={person} contact={contact.id} />}
      {onEarlier && (
        <button type="button" className="btn" disabled={busy} onClick={onEarlier}>
          Try earlier<span className="visually-hidden">: {name}</span>
        </button>
      )}
      <button type="button" className="btn" onClick={onChange}>
        Change<span className="visually-hidden"> {name}</span>
      </button>
      <button type="button" className="btn quiet" disabled={busy} onClick={onRemove}>
        Remove<span className="visually-hidden"> {name}</span>
      </button>
    </li>
  )
}

/** Rings this contact now. */
function Test({ person, contact }: { person: string; contact: string }) {
  const doing = useDoing()
  const [sent, setSent] = useState(false)
  const ring = () => write(`/api/v1/people/${person}/contacts/${encodeURIComponent(contact)}/test`)
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
function inShort(
  { channel, settings, secrets, wakes, confirmedAt }: Contact,
  now: Date,
  forms: readonly Form[] = [],
): string {
  const form = forms.find(one => one.kind === channel)
  const fields = form ? fieldsOf(form) : []
  const label = (name: string) => fields.find(field => field.name === name)?.label ?? name
  const shown = Object.values(settings).filter(value => typeof value === 'string' || typeof value === 'number')
  return [
    ...(wakes ? [`wakes: ${wakes}`] : []),
    ...shown,
    ...secrets.map(name => `${label(name)} kept`),
    ...(confirmedAt ? [`a test was tapped ${dayAndTime(confirmedAt, now)}`] : []),
  ].join(' · ')
}

function moved(list: readonly Contact[], n: number): Contact[] {
  const one = list[n]
  return one ? [...list.slice(0, n - 1), one, ...list.slice(n - 1).filter(other => other !== one)] : [...list]
}
