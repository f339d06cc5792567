import { useState } from 'react'
import { put, remove } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import type { Form } from './schema-fields.ts'
import { SchemaForm } from './schema-form.tsx'
import css from './settings.module.css'
import { useDoing, useForms, useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Account {
  kind: string
  /** Which channels go over it. */
  channels: string[]
  isSet: boolean
  settings?: Record<string, unknown>
  secrets?: string[]
  setBy?: string
  setAt?: string
  /** Where answers are brought, and how many of the last 30 days came from people here and from nobody. */
  answers?: { at: string; heard: number; unknown: number }
}

const path = '/api/v1/channel-accounts'

/** What SMS and calls go over: set once by an admin; everybody else gives only their number. */
export function ChannelAccountsPart() {
  const accounts = useRead<{ accounts: Account[] }>(path).data?.accounts
  const forms = useForms()
  return (
    <>
      <p className="small soft">
        Most channels need nothing here: people set them up under Me. SMS and phone calls go over an account of the
        house, set once; then everybody gives only their number. Whoever sends for you is paid for each message.
      </p>
      {accounts?.map(account => {
        const form = forms?.accounts.find(one => one.kind === account.kind)
        return form && <AccountPane key={account.kind} account={account} form={form} />
      })}
    </>
  )
}

function AccountPane({ account, form }: { account: Account; form: Form }) {
  const { kind, channels, isSet, settings, secrets, setBy, setAt = '', answers } = account
  const doing = useDoing()
  const now = useNow()
  const [isOpen, setOpen] = useState(false)
  const at = `${path}/${kind}`
  return (
    <section className={`pane stack ${css.section}`} aria-labelledby={`h-${kind}`}>
      <h2 id={`h-${kind}`}>{form.title}</h2>
      <p className="small soft">
        {isSet ? `Set by ${setBy}, ${dayAndTime(setAt, now)}. ` : 'Not set: nobody can be reached by it. '}
        Carries {channels.join(' and ')}.
      </p>
      {answers && (
        <p className="small soft">
          Answers are taken at <code>{answers.at}</code>. In 30 days: {answers.heard} from people here,{' '}
          {answers.unknown} from numbers that nobody here has; those are told nothing.
        </p>
      )}
      {isOpen ? (
        <SchemaForm
          form={form}
          settings={settings}
          kept={secrets}
          verb="Keep it"
          onClose={() => setOpen(false)}
          onSave={async body => {
            await put(at, body)
            await doing.run(async () => {}, path)
            setOpen(false)
          }}
        />
      ) : (
        <div className="row wrap">
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            {isSet ? 'Change it' : 'Set it up'}
            <span className="visually-hidden">: {form.title}</span>
          </button>
          {isSet && (
            <button
              type="button"
              className="btn quiet"
              disabled={doing.busy}
              onClick={() => void doing.run(() => remove(at), path)}
            >
              Remove it<span className="visually-hidden">: {form.title}</span>
            </button>
          )}
        </div>
      )}
      <Wrong error={doing.error} />
    </section>
  )
}
